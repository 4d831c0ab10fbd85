/* Control report: chooses the format and feeds it contract by contract. */
#include "reports/control.h"

#include "base/memory.h"

static const struct sp_control_format *choose(enum sp_format format)
{
    switch (format) {
    case SP_FORMAT_TEXT:
        return &sp_control_text;
    case SP_FORMAT_JSON:
        return &sp_control_json;
    case SP_FORMAT_CSV:
        return &sp_control_csv;
    case SP_FORMAT_SARIF:
        return &sp_control_sarif;
    case SP_FORMAT_JUNIT:
        return &sp_control_junit;
    case SP_FORMAT_MARKDOWN:
    case SP_FORMAT_HTML:
        return NULL;
    }
    return NULL;
}

static void release(struct sp_report *report)
{
    sp_buffer_free(&report->writer.text);
    sp_arena_free(report->arena);
    sp_free(report->tally);
    sp_free(report);
}

int sp_control_report_new(const struct sp_report_options *options, const struct sp_program *program,
                          const struct sp_store *store, struct sp_run *run, const struct sp_diagnostics *diagnostics,
                          struct sp_output output, struct sp_report **report)
{
    const struct sp_control_format *format = choose(options->format);
    if (!format)
        return SP_ERROR_USAGE;
    struct sp_report *made = sp_calloc(1, sizeof *made);
    if (!made)
        return SP_ERROR_MEMORY;
    made->options = *options;
    if (made->options.width == 0)
        made->options.width = 100;
    made->program = program;
    made->store = store;
    made->run = run;
    made->diagnostics = diagnostics;
    made->format = format;
    made->writer.output = output;
    made->json.out = &made->writer.text;
    made->portfolio = sp_store_count(store) > SP_WHOLE_CONTRACTS;
    made->arena = sp_arena_new();
    made->tally = sp_calloc((size_t)program->rule_count + 1, sizeof *made->tally * SP_OUTCOME_COUNT);
    int status = made->arena && made->tally ? format->begin(made) : SP_ERROR_MEMORY;
    if (status != SP_OK) {
        release(made);
        return status;
    }
    *report = made;
    return SP_OK;
}

int sp_control_report_add(struct sp_report *report, const struct sp_contract_result *result)
{
    struct sp_arena_mark mark = sp_arena_mark(report->arena);
    sp_portfolio_count(report, result);
    int status = report->format->add(report, result);
    sp_arena_rewind(report->arena, mark);
    report->added++;
    if (status != SP_OK && report->writer.status == SP_OK)
        report->writer.status = status;
    return sp_writer_send(&report->writer, false);
}

int sp_control_report_end(struct sp_report *report)
{
    int status = report->writer.status;
    if (status == SP_OK)
        status = report->format->end(report);
    if (status == SP_OK)
        status = sp_writer_send(&report->writer, true);
    release(report);
    return status;
}
