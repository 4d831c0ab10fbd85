/* Control report in CSV (RFC 4180, comma, UTF-8, a header): one verdict a line. */
#include "reports/control.h"

static const char header[] =
    "contrat,fichier,ligne,date_reference,regle,code,titre,niveau,phase,action,verdict,possibles,message,"
    "manquants,exception,sources\r\n";

static int begin_csv(struct sp_report *report)
{
    sp_buffer_put(&report->writer.text, header);
    return SP_OK;
}

/* Writes the gathered cell and starts the next one. */
static void next_cell(struct sp_buffer *out, struct sp_buffer *cell, bool last)
{
    sp_csv_cell(out, sp_buffer_slice(cell));
    sp_buffer_put(out, last ? "\r\n" : ",");
    sp_scratch_reuse(cell, out);
}

static void put_contract(struct sp_report *report, const struct sp_contract_result *result, struct sp_buffer *cell)
{
    struct sp_buffer *out = &report->writer.text;
    sp_store_identify(report->store, result->contract, cell);
    next_cell(out, cell, false);
    sp_buffer_put(cell, sp_contract_file(report->store, result->contract));
    next_cell(out, cell, false);
    sp_buffer_put_integer(cell, report->store->lines[result->contract]);
    next_cell(out, cell, false);
    if (result->date_origin != SP_DATE_UNKNOWN)
        sp_date_show_iso(result->date, cell);
    next_cell(out, cell, false);
}

static void put_rule(struct sp_report *report, const struct sp_verdict *verdict, struct sp_buffer *cell)
{
    struct sp_buffer *out = &report->writer.text;
    const struct sp_rule *rule = &report->program->rules[verdict->rule];
    struct sp_slice texts[] = { sp_folded_name(report->program, rule->name), rule->code, rule->title,
                                sp_slice_of(sp_level_key((enum sp_level)verdict->level)),
                                sp_phase_key(report->program, rule->phase) };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        sp_buffer_put_slice(cell, texts[i]);
        next_cell(out, cell, false);
    }
    if (rule->action > 0)
        sp_buffer_put_integer(cell, rule->action);
    next_cell(out, cell, false);
}

static void put_outcome(struct sp_report *report, const struct sp_verdict *verdict, struct sp_buffer *cell)
{
    sp_buffer_put(cell, sp_outcome_key((enum sp_outcome)verdict->outcome));
    next_cell(&report->writer.text, cell, false);
    for (unsigned i = 0; verdict->outcome == SP_A_COMPLETER && i < SP_A_COMPLETER; i++) {
        if (verdict->possible & (1u << i))
            sp_buffer_format(cell, "%s%s", cell->length > 0 ? " " : "", sp_outcome_key((enum sp_outcome)i));
    }
    next_cell(&report->writer.text, cell, false);
}

static void put_missing(struct sp_report *report, const struct sp_details *details, struct sp_buffer *cell)
{
    for (uint32_t i = 0; i < details->missing_count; i++) {
        if (i > 0)
            sp_buffer_put(cell, " ; ");
        sp_missing_words(report->program, &details->missing[i], cell);
    }
    next_cell(&report->writer.text, cell, false);
}

static int put_verdict(struct sp_report *report, const struct sp_contract_result *result, const struct sp_verdict *verdict,
                       struct sp_buffer *cell)
{
    const struct sp_program *program = report->program;
    const struct sp_rule *rule = &program->rules[verdict->rule];
    struct sp_details details = { 0 };
    if (verdict->outcome != SP_CONFORME && sp_verdict_has_details(verdict)) {
        int status = sp_evaluate_details(report->run, verdict, result->contract, report->arena, &details);
        if (status != SP_OK)
            return status;
    }
    put_contract(report, result, cell);
    put_rule(report, verdict, cell);
    put_outcome(report, verdict, cell);
    sp_verdict_sentence(program, verdict, &details, cell);
    next_cell(&report->writer.text, cell, false);
    put_missing(report, &details, cell);
    if (verdict->outcome == SP_DEROGATION && verdict->exception > 0)
        sp_buffer_put_slice(cell, program->exceptions[verdict->exception - 1].title);
    next_cell(&report->writer.text, cell, false);
    for (uint32_t i = 0; i < rule->source_count; i++) {
        sp_buffer_put(cell, i > 0 ? " ; " : "");
        sp_buffer_put_slice(cell, rule->sources[i]);
    }
    next_cell(&report->writer.text, cell, true);
    return SP_OK;
}

static int add_csv(struct sp_report *report, const struct sp_contract_result *result)
{
    struct sp_buffer cell = { 0 };
    int status = SP_OK;
    for (uint32_t i = 0; i < report->program->rule_count && status == SP_OK; i++)
        status = put_verdict(report, result, &result->verdicts[i], &cell);
    sp_scratch_end(&cell, &report->writer.text);
    return status;
}

static int end_csv(struct sp_report *report)
{
    (void)report;
    return SP_OK;
}

const struct sp_control_format sp_control_csv = { begin_csv, add_csv, end_csv };
