# Completion of spaser for bash.
_spaser() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
    local verbs='controler expliquer nouveau coter bilan simuler couverture comparer relire tester importer schema'
    local common='--aujourd-hui --langue --couleur --aide --version'
    local judging='--regles --date --date-par-defaut --phase --format --sortie'
    local options formats
    COMPREPLY=()
    if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$verbs --aide --version" -- "$current")
        return
    fi
    case $verb in
    controler | check) options="$judging --tout --resume" formats='texte json csv sarif junit' ;;
    expliquer | explain) options="$judging --contrat" formats='texte json' ;;
    coter | score) options="$judging --cotation --tout" formats='texte json csv' ;;
    bilan | report) options="$judging --suivi --entite --annee --tout --resume" formats='texte json csv markdown html' ;;
    simuler | simulate)
        options="$judging --suivi --entite --annee --tout --resume --scenario --avec --cible --suppose --indicateur --balayer --seuils"
        options+=' --atteindre --parmi --selon --graine --tirages' formats='texte json csv markdown html'
        ;;
    couverture | coverage) options='--regles --format --sortie --resume' formats='texte json markdown' ;;
    comparer | diff) options='--date --date-par-defaut --phase --format --sortie --tout --resume' formats='texte json csv markdown html' ;;
    relire | lint) options='--regles --format --sortie' formats='texte json sarif' ;;
    tester | test) options='--regles --format --sortie' formats='texte json junit' ;;
    importer | import) options='--regles --sortie --tout' ;;
    *) options='--regles --sortie' ;;
    esac
    case $previous in
    --format | -f) mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$current") ;;
    --phase | -p) mapfile -t COMPREPLY < <(compgen -W 'programmation consultation attribution execution bilan' -- "$current") ;;
    --langue) mapfile -t COMPREPLY < <(compgen -W 'fr en' -- "$current") ;;
    --selon) mapfile -t COMPREPLY < <(compgen -W 'contrats montant' -- "$current") ;;
    --couleur) mapfile -t COMPREPLY < <(compgen -W 'auto toujours jamais' -- "$current") ;;
    --date | -d | --date-par-defaut | --aujourd-hui | --contrat | --cotation | --entite | --annee) ;;
    --scenario | --avec | --cible | --suppose | --indicateur | --balayer | --seuils | --atteindre | --parmi | --graine | --tirages) ;;
    *)
        if [[ $current == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$options $common" -- "$current")
        elif [[ $COMP_CWORD -eq 2 && ($verb == importer || $verb == import) ]]; then
            mapfile -t COMPREPLY < <(compgen -W 'decp' -- "$current")
        else
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
        fi
        ;;
    esac
}
complete -o filenames -F _spaser spaser
