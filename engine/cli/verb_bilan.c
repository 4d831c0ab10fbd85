/* bilan: indicators, yearly targets and milestones of a portfolio; the two dashboards. */
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

/* The entity asked for by its name or its label. false: diagnosed. */
static bool choose_entity(struct sp_cli *cli, const struct sp_program *program, uint32_t *entity)
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

/* The year asked for. false: diagnosed. */
static bool choose_year(struct sp_cli *cli, int32_t *year)
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

/* Reads the follow-up file, its mistakes beside those of the contracts. */
static int read_followup(struct sp_cli *cli, struct sp_load *load, struct sp_followup *followup)
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

/* A target that is due and missed, or a milestone that is late, is a commitment not met. */
static enum sp_exit exit_of(const struct sp_bilan_totals *totals)
{
    if (totals->targets[SP_TARGET_NOT_REACHED] > 0 || totals->milestones[SP_MILESTONE_LATE] > 0)
        return SP_EXIT_UNMET;
    return totals->undecided > 0 ? SP_EXIT_INCOMPLETE : SP_EXIT_OK;
}

static enum sp_exit report_figures(struct sp_cli *cli, struct sp_load *load, struct sp_bilan *bilan, const struct sp_followup *followup)
{
    struct sp_portfolio_result result = { 0 };
    struct sp_bilan_totals totals;
    struct sp_buffer text = { 0 };
    int status = sp_portfolio_compute(load->program, load->store, &cli->run, followup, cli->arena, &result);
    /* A sum that does not fit leaves its figure open, and says so by being open. */
    if (status != SP_OK && status != SP_ERROR_OVERFLOW)
        return sp_internal(cli, status);
    bilan->result = &result;
    status = sp_bilan_report(&cli->report, bilan, &text, &totals);
    enum sp_exit exit = status == SP_OK ? sp_print_result(cli, &text, exit_of(&totals)) : sp_internal(cli, status);
    sp_buffer_free(&text);
    return exit;
}

static enum sp_exit report_all(struct sp_cli *cli, struct sp_load *load)
{
    struct sp_followup followup = { 0 };
    struct sp_bilan bilan = { .program = load->program, .store = load->store, .run = load->run, .diagnostics = load->contract_diagnostics,
                              .today = cli->run.today };
    if (!choose_entity(cli, load->program, &bilan.entity) || !choose_year(cli, &bilan.year))
        return SP_EXIT_USAGE;
    int status = read_followup(cli, load, &followup);
    if (status != SP_OK)
        return sp_internal(cli, status);
    sp_print_diagnostics(cli, load->contract_diagnostics, 0);
    enum sp_exit exit = load->contracts_wrong ? SP_EXIT_CONTRACTS : SP_EXIT_OK;
    return sp_worse_exit(exit, report_figures(cli, load, &bilan, cli->followup.text ? &followup : NULL));
}

enum sp_exit sp_verb_report(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK)
        exit = sp_load_contracts(cli, &load, cli->operands, cli->operand_count);
    if (exit == SP_EXIT_OK)
        exit = report_all(cli, &load);
    sp_load_free(&load);
    return exit;
}
