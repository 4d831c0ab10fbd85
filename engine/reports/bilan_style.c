/* Style of the page: colours with a contrast of 4.5 to 1 at least in light and dark; tables stacked on narrow screens, where no row
 * would fit; on paper, one part a sheet. A NULL ends the texts (a standard compiler takes strings of 4095 bytes). */
#include "reports/bilan_style.h"

#include <stddef.h>

static const char colours[] =
    ":root{color-scheme:light dark;--fond:#fff;--texte:#1a1c22;--doux:#4b4f5b;--trait:#c6c9d2;--carte:#f4f5f8;--lien:#174a8c;"
    "--bleu:#1d4f91;--bande:#1d4f9133;--vert:#14603a;--vert-fond:#e3f3ea;--rouge:#9c1620;--rouge-fond:#fbe8e9;--ocre:#6d4600;"
    "--ocre-fond:#fbf0dc;--cible:#a0400b;--loi:#6b2fa0}\n"
    "@media (prefers-color-scheme:dark){:root{--fond:#15171c;--texte:#eceef3;--doux:#b7bbc8;--trait:#444956;--carte:#1f222a;"
    "--lien:#9cc3f8;--bleu:#8fbaf5;--bande:#8fbaf540;--vert:#86dba8;--vert-fond:#15291e;--rouge:#ffa3a6;--rouge-fond:#33191b;"
    "--ocre:#f2c977;--ocre-fond:#2f2613;--cible:#ffb27d;--loi:#d0a8f5}}\n";

static const char base[] =
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:76rem;padding:0 1.25rem 3rem;background:var(--fond);color:var(--texte);"
    "font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}\n"
    "a{color:var(--lien)}a:focus-visible,main:focus-visible{outline:3px solid var(--bleu);outline-offset:2px}\n"
    "main:focus{outline-offset:6px}\n"
    ".evitement{position:absolute;left:-100vw}.evitement:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--fond);z-index:1}\n"
    "h1{font-size:1.9rem;line-height:1.2;margin:1.5rem 0 .25rem}h2{font-size:1.45rem;margin:2.5rem 0 .75rem;padding-top:1rem;"
    "border-top:2px solid var(--bleu)}h3{font-size:1.15rem;margin:1.75rem 0 .5rem}h4{font-size:1rem;margin:1.5rem 0 .25rem}\n"
    "p{margin:.4rem 0;max-width:60rem}header p,footer{color:var(--doux)}footer{margin-top:3rem;border-top:1px solid var(--trait);"
    "padding-top:.75rem;font-size:.875rem;overflow-wrap:anywhere}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;padding:0;margin:1rem 0;list-style:none}\n"
    ".chiffres{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1rem 0}\n"
    ".chiffres div{background:var(--carte);border:1px solid var(--trait);border-radius:.4rem;padding:.6rem .8rem}\n"
    ".chiffres dt{font-size:.875rem;color:var(--doux)}.chiffres dd{margin:0;font-size:1.6rem;font-weight:700;line-height:1.2}\n"
    ".legende{columns:18rem;padding-left:1.2rem;color:var(--doux);font-size:.9rem}\n";

static const char tables[] =
    "table{width:100%;border-collapse:collapse;margin:.75rem 0 1.5rem;font-size:.9rem}\n"
    "caption{text-align:left;font-weight:600;padding:.3rem 0}\n"
    "th,td{padding:.4rem .55rem;border-bottom:1px solid var(--trait);text-align:left;vertical-align:top;overflow-wrap:break-word}\n"
    "thead th{background:var(--carte);border-bottom:2px solid var(--trait)}tbody th{font-weight:600}\n"
    ".exercices td::first-line{font-weight:600}td{font-variant-numeric:tabular-nums}\n"
    ".bon{background:var(--vert-fond);color:var(--vert)}.mauvais{background:var(--rouge-fond);color:var(--rouge)}\n"
    ".ouvert{background:var(--ocre-fond);color:var(--ocre)}.calme{color:var(--doux)}\n"
    "@media screen and (max-width:44rem){thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n"
    "table,caption,tbody,tr,tbody th,td{display:block}tr{margin:0 0 .75rem;border:1px solid var(--trait);border-radius:.3rem}\n"
    "tbody th{background:var(--carte)}td{border-bottom:1px solid var(--trait)}td:last-child{border-bottom:0}td.vide{display:none}\n"
    "td::before{content:attr(data-colonne);display:block;font-size:.8rem;font-weight:400;color:var(--doux)}\n"
    "td.bon::before,td.mauvais::before,td.ouvert::before{color:inherit}h1{font-size:1.5rem}body{padding:0 .8rem 2rem}}\n";

static const char plots[] =
    ".graphiques{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:1rem}\n"
    "figure{margin:0;background:var(--carte);border:1px solid var(--trait);border-radius:.4rem;padding:.5rem}\n"
    "figcaption{font-size:.875rem;padding:.1rem .4rem .2rem;color:var(--doux)}svg{display:block;width:100%;height:auto}\n"
    "svg text{font:11px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif;fill:var(--texte)}\n"
    "svg .echelle{text-anchor:end;fill:var(--doux);font-size:10px}svg .annee{text-anchor:middle}svg .note{text-anchor:middle;font-size:9.5px;"
    "fill:var(--doux);font-style:italic}\n"
    ".axe{stroke:var(--doux)}.grille{stroke:var(--trait);stroke-width:.6}.loi{stroke:var(--loi);stroke-width:1.4;stroke-dasharray:2 3}\n"
    "svg .loi-debut,svg .loi-fin{fill:var(--loi);font-size:10px}svg .loi-fin{text-anchor:end}\n"
    ".bande{fill:var(--bande);stroke:var(--bleu);stroke-width:1.2;stroke-linejoin:round}.intervalle{fill:var(--bande);stroke:var(--bleu);"
    "stroke-width:1.6}.valeur{fill:var(--bleu)}\n"
    "svg .valeur-texte{text-anchor:middle;font-size:10.5px;font-weight:600;fill:var(--bleu);paint-order:stroke;stroke:var(--carte);stroke-width:3px;"
    "stroke-linejoin:round}\n"
    ".cible{stroke:var(--cible);stroke-width:2.6}svg .cible-texte{text-anchor:end;fill:var(--cible);font-weight:600;paint-order:stroke;"
    "stroke:var(--carte);stroke-width:3px}.chemin{fill:none;stroke:var(--cible);stroke-width:1.2;stroke-dasharray:5 4}\n";

static const char paper[] =
    "@media print{:root{color-scheme:light;--fond:#fff;--texte:#000;--doux:#3c3f48;--trait:#b4b7c0;--carte:#fff;--lien:#000;--bleu:#1d4f91;"
    "--bande:#1d4f9133;--vert:#14603a;--vert-fond:#fff;--rouge:#9c1620;--rouge-fond:#fff;--ocre:#6d4600;--ocre-fond:#fff;--cible:#a0400b;"
    "--loi:#6b2fa0}\n"
    "@page{margin:14mm}body{max-width:none;padding:0;font-size:9.5pt}nav,.evitement{display:none}\n"
    "main>section+section>h2{break-before:page}h2,h3,h4,caption{break-after:avoid}tr,figure,.chiffres div{break-inside:avoid}\n"
    ".graphiques{grid-template-columns:repeat(3,1fr)}table{font-size:8.5pt}svg,td,figure{print-color-adjust:exact}}\n";

const char *const sp_page_style[] = { colours, base, tables, plots, paper, NULL };
