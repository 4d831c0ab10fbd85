/* Text summary of a portfolio: rules by verdict counts, then the contracts to look at first. */
#include "reports/control.h"

/* Rules of the table before « et n autres ». */
enum { SHOWN_RULES = 20 };
enum { COUNT_COLUMNS = 9 };

static bool is_worse(const struct sp_worst *a, const struct sp_worst *b)
{
    for (unsigned level = 0; level < 3; level++) {
        if (a->broken[level] != b->broken[level])
            return a->broken[level] > b->broken[level];
    }
    return a->open > b->open;
}

static void rank_contract(struct sp_report *report, const struct sp_worst *entry)
{
    uint32_t at = report->worst_count;
    if (entry->broken[0] + entry->broken[1] + entry->broken[2] + entry->open == 0)
        return;
    while (at > 0 && is_worse(entry, &report->worst[at - 1]))
        at--;
    if (at >= SP_WORST_SHOWN)
        return;
    uint32_t kept = report->worst_count < SP_WORST_SHOWN ? report->worst_count : SP_WORST_SHOWN - 1;
    for (uint32_t i = kept; i > at; i--)
        report->worst[i] = report->worst[i - 1];
    report->worst[at] = *entry;
    report->worst_count = kept + 1;
}

void sp_portfolio_count(struct sp_report *report, const struct sp_contract_result *result)
{
    struct sp_worst entry = { .contract = result->contract };
    for (uint32_t i = 0; i < report->program->rule_count; i++) {
        const struct sp_verdict *verdict = &result->verdicts[i];
        report->tally[(size_t)i * SP_OUTCOME_COUNT + verdict->outcome]++;
        report->totals[verdict->outcome]++;
        if (verdict->outcome == SP_NON_CONFORME)
            entry.broken[verdict->level]++;
    }
    entry.open = result->counts[SP_A_COMPLETER];
    if (result->date_origin == SP_DATE_UNKNOWN && entry.open > 0)
        report->undated++;
    if (result->date_origin == SP_DATE_FALLBACK) {
        report->fallen_back++;
        report->fallback_date = result->date;
    }
    rank_contract(report, &entry);
}

static const uint32_t *tally_of(const struct sp_report *report, uint32_t rule)
{
    return report->tally + (size_t)rule * SP_OUTCOME_COUNT;
}

static bool rule_goes_before(const struct sp_report *report, uint32_t a, uint32_t b)
{
    const uint32_t *x = tally_of(report, a);
    const uint32_t *y = tally_of(report, b);
    if (x[SP_NON_CONFORME] != y[SP_NON_CONFORME])
        return x[SP_NON_CONFORME] > y[SP_NON_CONFORME];
    if (x[SP_A_COMPLETER] != y[SP_A_COMPLETER])
        return x[SP_A_COMPLETER] > y[SP_A_COMPLETER];
    return a < b;
}

static void sort_rules(const struct sp_report *report, uint32_t *order)
{
    for (uint32_t i = 0; i < report->program->rule_count; i++) {
        uint32_t j = i;
        for (; j > 0 && rule_goes_before(report, i, order[j - 1]); j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
}

static void put_rule(struct sp_report *report, uint32_t index, uint32_t columns, struct sp_buffer *name)
{
    static const enum sp_outcome shown[] = { SP_NON_CONFORME, SP_A_COMPLETER, SP_DEROGATION, SP_CONFORME, SP_SANS_OBJET };
    struct sp_buffer *out = &report->writer.text;
    const struct sp_rule *rule = &report->program->rules[index];
    struct sp_slice reference = sp_rule_reference(rule);
    sp_scratch_reuse(name, out);
    sp_buffer_format(name, "%.*s %.*s", (int)reference.length, reference.bytes, (int)rule->title.length, rule->title.bytes);
    sp_column(out, sp_buffer_slice(name), columns);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        sp_column_right(out, tally_of(report, index)[shown[i]], COUNT_COLUMNS);
    sp_buffer_put_char(out, '\n');
}

/* Rules that broke or are undecided; the others are only counted, unless everything is asked for. */
static int put_table(struct sp_report *report)
{
    struct sp_buffer *out = &report->writer.text;
    struct sp_buffer name = { 0 };
    uint32_t count = report->program->rule_count;
    uint32_t columns = report->options.width > 5 * COUNT_COLUMNS + 30 ? report->options.width - 5 * COUNT_COLUMNS : 30;
    uint32_t *order = sp_arena_array(report->arena, (size_t)count + 1, sizeof *order);
    if (!order)
        return SP_ERROR_MEMORY;
    sort_rules(report, order);
    sp_column(out, sp_slice_of("Règle"), columns);
    sp_buffer_put(out, " non conf.  à compl.  dérog. conforme  s. objet\n");
    uint32_t shown = 0;
    for (; shown < count; shown++) {
        const uint32_t *tally = tally_of(report, order[shown]);
        bool quiet = tally[SP_NON_CONFORME] + tally[SP_A_COMPLETER] == 0;
        if (!report->options.all && (quiet || shown >= SHOWN_RULES))
            break;
        put_rule(report, order[shown], columns, &name);
    }
    if (shown < count)
        sp_buffer_format(out, "et %u autre%s règle%s (--tout)\n", count - shown, count - shown > 1 ? "s" : "",
                         count - shown > 1 ? "s" : "");
    sp_scratch_end(&name, out);
    return SP_OK;
}

static void put_part(struct sp_buffer *line, uint32_t count, const char *words)
{
    if (count > 0)
        sp_buffer_format(line, "%s%u %s", line->length > 0 ? ", " : "", count, words);
}

static void put_worst(struct sp_report *report, const struct sp_worst *entry, struct sp_buffer *line)
{
    struct sp_buffer *out = &report->writer.text;
    struct sp_slice object = sp_contract_object(report->program, report->store, entry->contract);
    sp_scratch_reuse(line, out);
    sp_store_identify(report->store, entry->contract, line);
    if (object.length > 0) {
        sp_buffer_put(line, " — ");
        sp_buffer_put_slice(line, object);
    }
    sp_buffer_put(out, "  ");
    sp_column(out, sp_buffer_slice(line), report->options.width > 80 ? report->options.width / 2 : 40);
    sp_scratch_reuse(line, out);
    put_part(line, entry->broken[0], entry->broken[0] > 1 ? "obligations non respectées" : "obligation non respectée");
    put_part(line, entry->broken[1], entry->broken[1] > 1 ? "engagements" : "engagement");
    put_part(line, entry->broken[2], entry->broken[2] > 1 ? "recommandations" : "recommandation");
    put_part(line, entry->open, "à compléter");
    sp_buffer_put(out, "  ");
    sp_buffer_put_slice(out, sp_buffer_slice(line));
    sp_buffer_put_char(out, '\n');
}

/* Without its date a contract waits for the law that applies to it: the reader is told, and told of the option. */
static void put_dates(struct sp_report *report, struct sp_buffer *line)
{
    struct sp_buffer *out = &report->writer.text;
    if (report->program->reference_field == 0 || report->undated + report->fallen_back == 0)
        return;
    struct sp_slice field = report->program->fields[report->program->reference_field - 1].text;
    uint32_t count = report->undated > 0 ? report->undated : report->fallen_back;
    const char *verb = count > 1 ? "n'ont" : "n'a";
    sp_scratch_reuse(line, out);
    sp_count_words(line, count, "contrat", "contrats");
    sp_buffer_format(line, " %s pas de %.*s : ", verb, (int)field.length, field.bytes);
    if (report->undated > 0) {
        sp_buffer_put(line, "le droit applicable y est inconnu, ce qui peut suffire à laisser un verdict à compléter. Donner une "
                            "date de repli : --date-par-defaut DATE.");
    } else {
        sp_buffer_put(line, count > 1 ? "ils sont jugés à la date par défaut, le " : "il est jugé à la date par défaut, le ");
        sp_date_show(report->fallback_date, line);
        sp_buffer_put_char(line, '.');
    }
    sp_paragraph(out, sp_buffer_slice(line), 0, 0, report->options.width);
}

int sp_portfolio_summary(struct sp_report *report)
{
    struct sp_buffer *out = &report->writer.text;
    struct sp_buffer line = { 0 };
    if (report->options.all)
        sp_buffer_put_char(out, '\n');
    sp_count_words(&line, report->added, "contrat", "contrats");
    sp_buffer_put(&line, ", ");
    sp_count_words(&line, report->program->rule_count, "règle", "règles");
    sp_paint(out, report->options.color, SP_PAINT_BOLD, sp_buffer_slice(&line));
    sp_buffer_put_char(out, '\n');
    sp_counts_line(report, report->totals);
    put_dates(report, &line);
    if (!report->options.brief)
        sp_buffer_put_char(out, '\n');
    int status = report->options.brief ? SP_OK : put_table(report);
    if (status == SP_OK && report->worst_count > 0 && !report->options.brief) {
        sp_buffer_put_char(out, '\n');
        sp_paint(out, report->options.color, SP_PAINT_BOLD, sp_slice_of("Contrats à regarder d'abord"));
        sp_buffer_put_char(out, '\n');
        for (uint32_t i = 0; i < report->worst_count; i++)
            put_worst(report, &report->worst[i], &line);
    }
    if (report->diagnostics && sp_diagnostics_errors(report->diagnostics) > 0)
        sp_buffer_put(out, "\nDes fiches fautives ont été laissées de côté : voir les erreurs.\n");
    sp_scratch_end(&line, out);
    return status;
}
