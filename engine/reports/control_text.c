/* Control report for a person: each contract with its verdicts grouped, gravest first; a portfolio is summarised. */
#include "reports/text.h"

#include "base/utf8.h"

/* Verdicts of one group printed before « et n autres »: what is broken is worth more lines than what is not known. */
enum { SHOWN_VERDICTS = 15, SHOWN_UNDECIDED = 6 };
/* Columns of the code before a verdict's title. */
enum { CODE_COLUMNS = 8, INDENT = 4 };

void sp_sheet_title(struct sp_sheet *sheet, enum sp_paint paint, const char *title)
{
    struct sp_buffer *out = &sheet->report->writer.text;
    sp_buffer_put_char(out, '\n');
    sp_paint(out, sheet->report->options.color, paint, sp_slice_of(title));
    sp_buffer_put_char(out, '\n');
}

static void put_date(struct sp_report *report, const struct sp_contract_result *result)
{
    struct sp_buffer *out = &report->writer.text;
    const struct sp_program *program = report->program;
    struct sp_slice field =
        program->reference_field > 0 ? program->fields[program->reference_field - 1].text : sp_slice_of("date");
    switch ((enum sp_date_origin)result->date_origin) {
    case SP_DATE_FROM_FIELD:
        sp_buffer_put(out, "droit au ");
        sp_date_show(result->date, out);
        sp_buffer_format(out, " (%.*s", (int)field.length, field.bytes);
        struct sp_place place =
            sp_store_place(report->store, program->reference_field - 1, result->contract, result->contract);
        if (place.line > 0)
            sp_buffer_format(out, ", ligne %u", place.line);
        sp_buffer_put_char(out, ')');
        return;
    case SP_DATE_FROM_OPTION:
        sp_buffer_put(out, "droit au ");
        sp_date_show(result->date, out);
        sp_buffer_put(out, " (date demandée par --date)");
        return;
    case SP_DATE_FALLBACK:
        sp_buffer_put(out, "droit au ");
        sp_date_show(result->date, out);
        sp_buffer_format(out, " (date par défaut : %.*s n'est pas renseigné)", (int)field.length, field.bytes);
        return;
    case SP_DATE_UNKNOWN:
        if (report->program->reference_field == 0) {
            sp_buffer_put(out, "sans date de référence");
            return;
        }
        sp_buffer_format(out, "date du droit applicable inconnue (%.*s n'est pas renseigné)", (int)field.length,
                         field.bytes);
        return;
    }
}

static void put_heading(struct sp_sheet *sheet)
{
    struct sp_report *report = sheet->report;
    struct sp_buffer *out = &report->writer.text;
    uint32_t contract = sheet->result->contract;
    struct sp_buffer title = { 0 };
    struct sp_slice object = sp_contract_object(report->program, report->store, contract);
    struct sp_slice phase = sp_phase_words(report->program, sheet->result->phase);
    sp_store_identify(report->store, contract, &title);
    if (object.length > 0) {
        sp_buffer_put(&title, " — ");
        sp_buffer_put_slice(&title, object);
    }
    if (report->added > 0)
        sp_buffer_put(out, "\n");
    sp_paint(out, report->options.color, SP_PAINT_BOLD, sp_buffer_slice(&title));
    const char *file = sp_contract_file(report->store, contract);
    sp_buffer_format(out, "\n%s, ligne %u · ", strcmp(file, "-") == 0 ? "entrée standard" : file,
                     report->store->lines[contract]);
    if (phase.length > 0)
        sp_buffer_format(out, "phase %.*s · ", (int)phase.length, phase.bytes);
    put_date(report, sheet->result);
    sp_buffer_put_char(out, '\n');
    sp_scratch_end(&title, out);
}

void sp_counts_line(struct sp_report *report, const uint32_t counts[SP_OUTCOME_COUNT])
{
    static const struct {
        enum sp_outcome outcome;
        const char *one, *many;
        enum sp_paint paint;
    } parts[] = {
        { SP_NON_CONFORME, "non conforme", "non conformes", SP_PAINT_RED },
        { SP_A_COMPLETER, "à compléter", "à compléter", SP_PAINT_YELLOW },
        { SP_DEROGATION, "dérogation", "dérogations", SP_PAINT_BLUE },
        { SP_CONFORME, "conforme", "conformes", SP_PAINT_GREEN },
        { SP_SANS_OBJET, "sans objet", "sans objet", SP_PAINT_DIM },
    };
    struct sp_buffer *out = &report->writer.text;
    struct sp_buffer part = { 0 };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint32_t count = counts[parts[i].outcome];
        sp_scratch_reuse(&part, out);
        sp_count_words(&part, count, parts[i].one, parts[i].many);
        sp_buffer_put(out, i > 0 ? " · " : "");
        sp_paint(out, report->options.color && count > 0, parts[i].paint, sp_buffer_slice(&part));
    }
    sp_buffer_put_char(out, '\n');
    sp_scratch_end(&part, out);
}

/* Sources stand under what must be acted upon only, unless everything is asked for. */
static void put_sources(struct sp_sheet *sheet, const struct sp_verdict *verdict, struct sp_buffer *line)
{
    const struct sp_program *program = sheet->report->program;
    const struct sp_rule *rule = &program->rules[verdict->rule];
    const struct sp_slice *sources = rule->sources;
    uint32_t count = rule->source_count;
    if (verdict->outcome == SP_DEROGATION && verdict->exception > 0) {
        sources = program->exceptions[verdict->exception - 1].sources;
        count = program->exceptions[verdict->exception - 1].source_count;
    }
    for (uint32_t i = 0; i < count; i++) {
        sp_buffer_put(line, i == 0 ? "Source : " : " ; ");
        sp_buffer_put_slice(line, sources[i]);
    }
}

static void put_line(struct sp_sheet *sheet, const struct sp_buffer *line, enum sp_paint paint)
{
    struct sp_report *report = sheet->report;
    struct sp_buffer *out = &report->writer.text;
    const uint32_t indent = INDENT + CODE_COLUMNS;
    if (line->length == 0)
        return;
    sp_buffer_put_repeat(out, " ", indent);
    if (report->options.color && paint == SP_PAINT_DIM)
        sp_buffer_put(out, "\033[2m");
    sp_paragraph(out, sp_buffer_slice(line), indent, indent, report->options.width);
    if (report->options.color && paint == SP_PAINT_DIM)
        sp_buffer_put(out, "\033[0m");
}

static void put_verdict(struct sp_sheet *sheet, const struct sp_verdict *verdict)
{
    struct sp_report *report = sheet->report;
    struct sp_buffer *out = &report->writer.text;
    const struct sp_rule *rule = &report->program->rules[verdict->rule];
    const struct sp_details *details = &sheet->details[verdict->rule];
    struct sp_buffer line = { 0 };
    struct sp_slice code = sp_rule_reference(rule);
    sp_buffer_put_repeat(out, " ", INDENT);
    sp_buffer_put_slice(&line, code);
    for (size_t used = sp_utf8_width(code); used < CODE_COLUMNS - 1; used++)
        sp_buffer_put_char(&line, ' ');
    sp_buffer_put_char(&line, ' ');
    sp_paint(out, report->options.color, SP_PAINT_BOLD, sp_buffer_slice(&line));
    sp_paragraph(out, rule->title, INDENT + CODE_COLUMNS, INDENT + (uint32_t)sp_utf8_width(sp_buffer_slice(&line)),
                 report->options.width);
    sp_scratch_reuse(&line, out);
    if (verdict->outcome == SP_DEROGATION)
        sp_buffer_put(&line, "Dérogation : ");
    sp_verdict_sentence(report->program, verdict, details, &line);
    if (!sp_slice_equal(sp_buffer_slice(&line), rule->title))
        put_line(sheet, &line, SP_PAINT_BOLD);
    sp_scratch_reuse(&line, out);
    if (verdict->outcome == SP_NON_CONFORME || verdict->outcome == SP_DEROGATION || report->options.all)
        put_sources(sheet, verdict, &line);
    put_line(sheet, &line, SP_PAINT_DIM);
    sp_scratch_reuse(&line, out);
    if (details->confirm.length > 0 && verdict->outcome != SP_SANS_OBJET)
        sp_buffer_format(&line, "À confirmer : %.*s", (int)details->confirm.length, details->confirm.bytes);
    else if (verdict->to_confirm && verdict->outcome != SP_SANS_OBJET)
        sp_buffer_put(&line, "À confirmer.");
    put_line(sheet, &line, SP_PAINT_DIM);
    sp_scratch_reuse(&line, out);
    if (verdict->stale)
        sp_buffer_put(&line, "Attention : une valeur ou la règle elle-même devait être revue avant ce jour.");
    put_line(sheet, &line, SP_PAINT_BOLD);
    sp_scratch_reuse(&line, out);
    if (verdict->approximate)
        sp_buffer_put(
            &line, "Cas trop nombreux pour tous les examiner : la liste des champs peut être plus longue que nécessaire.");
    put_line(sheet, &line, SP_PAINT_DIM);
    sp_scratch_end(&line, out);
}

/* 0: gravest first. An undecided verdict without risk stands after the three levels. */
static unsigned rank_of(const struct sp_verdict *verdict)
{
    return sp_verdict_safe(verdict) ? 3u : verdict->level;
}

static void put_rank(struct sp_sheet *sheet, enum sp_outcome outcome, unsigned rank)
{
    struct sp_report *report = sheet->report;
    struct sp_buffer *out = &report->writer.text;
    uint32_t shown = 0;
    uint32_t hidden = 0;
    uint32_t most = outcome == SP_A_COMPLETER ? SHOWN_UNDECIDED : SHOWN_VERDICTS;
    for (uint32_t i = 0; i < report->program->rule_count; i++) {
        const struct sp_verdict *verdict = &sheet->result->verdicts[i];
        if (verdict->outcome != outcome || rank_of(verdict) != rank)
            continue;
        if (shown >= most && !report->options.all) {
            hidden++;
            continue;
        }
        if (shown++ == 0) {
            const char *words = rank < 3 ? sp_level_words((enum sp_level)rank)
                                         : "sans risque : la réponse ne peut pas rendre le contrat non conforme";
            sp_buffer_format(out, "  %s\n", words);
        }
        put_verdict(sheet, verdict);
    }
    if (hidden > 0)
        sp_buffer_format(out, "    et %u autre%s (--tout)\n", hidden, hidden > 1 ? "s" : "");
}

static void put_group(struct sp_sheet *sheet, enum sp_outcome outcome, enum sp_paint paint)
{
    static const char *const titles[] = { "Conforme", "Non conforme", "Dérogation", "Sans objet", "À compléter" };
    if (sheet->result->counts[outcome] == 0)
        return;
    sp_sheet_title(sheet, paint, titles[outcome]);
    for (unsigned rank = 0; rank < 4; rank++)
        put_rank(sheet, outcome, rank);
}

static int gather_details(struct sp_sheet *sheet)
{
    struct sp_report *report = sheet->report;
    uint32_t count = report->program->rule_count;
    sheet->details = sp_arena_array(report->arena, (size_t)count + 1, sizeof *sheet->details);
    int status = sheet->details ? SP_OK : SP_ERROR_MEMORY;
    for (uint32_t i = 0; i < count && status == SP_OK; i++) {
        const struct sp_verdict *verdict = &sheet->result->verdicts[i];
        if (sp_verdict_has_details(verdict))
            status = sp_evaluate_details(report->run, verdict, sheet->result->contract, report->arena, &sheet->details[i]);
    }
    return status;
}

static int put_contract(struct sp_report *report, const struct sp_contract_result *result)
{
    struct sp_sheet sheet = { report, result, NULL };
    put_heading(&sheet);
    sp_counts_line(report, result->counts);
    if (report->options.brief)
        return SP_OK;
    int status = gather_details(&sheet);
    if (status != SP_OK)
        return status;
    put_group(&sheet, SP_NON_CONFORME, SP_PAINT_RED);
    put_group(&sheet, SP_A_COMPLETER, SP_PAINT_YELLOW);
    put_group(&sheet, SP_DEROGATION, SP_PAINT_BLUE);
    if (report->options.all) {
        put_group(&sheet, SP_CONFORME, SP_PAINT_GREEN);
        put_group(&sheet, SP_SANS_OBJET, SP_PAINT_DIM);
    }
    status = sp_sheet_needs(&sheet);
    if (status == SP_OK)
        status = sp_sheet_defaults(&sheet);
    sp_sheet_scores(&sheet);
    if (status == SP_OK)
        status = sp_sheet_clauses(&sheet);
    return status;
}

/* The verdicts are worth what the rules are: which ones were used is said first. */
static int begin_text(struct sp_report *report)
{
    struct sp_buffer *out = &report->writer.text;
    struct sp_buffer line = { 0 };
    if (sp_store_count(report->store) == 0)
        return SP_OK;
    struct sp_slice rules = report->options.rules ? sp_slice_of(report->options.rules) : report->program->root;
    sp_buffer_format(&line, "Règles : %.*s (", (int)rules.length, rules.bytes);
    sp_count_words(&line, report->program->rule_count, "règle", "règles");
    sp_buffer_put(&line, ")");
    sp_paint(out, report->options.color, SP_PAINT_DIM, sp_buffer_slice(&line));
    sp_buffer_put_char(out, '\n');
    sp_scratch_end(&line, out);
    return SP_OK;
}

static int add_text(struct sp_report *report, const struct sp_contract_result *result)
{
    if (report->portfolio && !report->options.all)
        return SP_OK;
    return put_contract(report, result);
}

static int end_text(struct sp_report *report)
{
    return report->portfolio ? sp_portfolio_summary(report) : SP_OK;
}

const struct sp_control_format sp_control_text = { begin_text, add_text, end_text };
