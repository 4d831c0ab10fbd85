/* What the verbs that work on a portfolio share: the entity and the year asked for, the follow-up file. */
#include "cli/cli.h"

#include "base/limits.h"
#include "portfolio/portfolio.h"

#include <errno.h>

/* The choices of the field that tells the entities apart, NULL when there is none. */
static const struct sp_domain *find_entities(const struct sp_program *program)
{
    if (program->entity_field == 0)
        return NULL;
    const struct sp_field *field = &program->fields[program->entity_field - 1];
    return field->type.kind == SP_KIND_CHOICE ? &program->domains[field->type.domain] : NULL;
}

bool sp_choose_entity(struct sp_cli *cli, const struct sp_program *program, uint32_t *entity)
{
    const struct sp_domain *domain = find_entities(program);
    struct sp_buffer accepted = { 0 };
    *entity = UINT32_MAX;
    if (!cli->entity.text)
        return true;
    sp_name name = sp_names_find_folded(program->names, sp_slice_of(cli->entity.text));
    for (uint32_t i = 0; domain && i < domain->count; i++) {
        const struct sp_choice *choice = &domain->choices[i];
        if (name != 0 && (name == choice->name || name == choice->label_folded))
            *entity = i;
        sp_buffer_format(&accepted, "%s%.*s", i > 0 ? ", " : "", (int)choice->text.length, choice->text.bytes);
    }
    if (*entity == UINT32_MAX)
        sp_cli_blame(cli, SP_E2004, cli->entity.span, cli->entity.text, "--entite",
                     accepted.bytes ? accepted.bytes : cli->report.language == SP_FRENCH ? "aucune (ces règles n'ont pas d'entités)" : "none");
    sp_buffer_free(&accepted);
    return *entity != UINT32_MAX;
}

bool sp_choose_year(struct sp_cli *cli, int32_t *year)
{
    const char *text = cli->year.text;
    *year = 0;
    if (!text)
        return true;
    for (size_t i = 0; text[i] >= '0' && text[i] <= '9' && i < 4; i++)
        *year = *year * 10 + (text[i] - '0');
    if (strlen(text) == 4 && *year >= 1900 && *year <= 2199)
        return true;
    sp_cli_blame(cli, SP_E2004, cli->year.span, text, "--annee", "2024, 2025, 2026…");
    return false;
}

int sp_load_followup(struct sp_cli *cli, struct sp_load *load, struct sp_followup *followup)
{
    uint32_t file = 0;
    if (!cli->followup.text)
        return SP_OK;
    errno = 0;
    int status = sp_sources_read(cli->sources, cli->followup.text, SP_LIMIT_DATA_FILE_BYTES, &file);
    if (status == SP_ERROR_MEMORY)
        return status;
    if (status == SP_OK)
        status = sp_followup_read(load->program, cli->sources, file, load->contract_diagnostics, cli->arena, followup);
    else
        sp_diagnostics_add(load->contract_diagnostics, SP_E2006, cli->followup.span, cli->followup.text, sp_system_reason(cli, errno), NULL, NULL);
    if (status == SP_ERROR_MEMORY)
        return status;
    load->contracts_wrong = load->contracts_wrong || sp_diagnostics_errors(load->contract_diagnostics) > 0;
    sp_diagnostics_sort(load->contract_diagnostics);
    return sp_diagnostics_failed(load->contract_diagnostics) ? SP_ERROR_MEMORY : SP_OK;
}
