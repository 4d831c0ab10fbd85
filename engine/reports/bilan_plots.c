/* From the figures of a target to its plots: one a row, the same scale for all of them. */
#include "reports/bilan_pages.h"
#include "reports/svg.h"

#include "base/checked.h"

static const struct sp_target *target_at(const struct sp_indicator *indicator, int32_t year)
{
    for (uint32_t i = 0; i < indicator->target_count; i++) {
        if (indicator->targets[i].year == year)
            return &indicator->targets[i];
    }
    return NULL;
}

/* Few signs, for a plot: `52 %`, `188 k€`, `1,2 M€`. */
static void put_compact(const struct sp_value *value, struct sp_buffer *text)
{
    static const struct { int64_t divisor; const char *letter; } sizes[] = { { 1000000, "M" }, { 1000, "k" } };
    bool money = value->kind == SP_KIND_AMOUNT || value->kind == SP_KIND_AMOUNT_TTC;
    struct sp_value number = *value;
    for (size_t i = 0; (money || value->kind == SP_KIND_NUMBER) && i < sizeof sizes / sizeof *sizes; i++) {
        int64_t least = sizes[i].divisor * (money ? 1 : 10);
        if (value->n / value->d / SP_SCALE < least || sp_checked_mul(value->d, sizes[i].divisor, &number.d) != SP_OK)
            continue;
        number.kind = SP_KIND_NUMBER;
        if (sp_value_round(&number, 1, &number) != SP_OK)
            break;
        sp_number_show(text, &number);
        sp_buffer_format(text, " %s%s", sizes[i].letter, money ? "€" : "");
        return;
    }
    sp_bilan_value(value, NULL, text);
}

static void set_goal(struct sp_bilan_pages *pages, struct sp_plot_year *year, const struct sp_value *goal, bool interpolated, int64_t most)
{
    year->has_goal = true;
    year->goal_interpolated = interpolated;
    year->goal = sp_bilan_scaled(goal, most, SP_PLOT_STEPS);
    put_compact(goal, &pages->page->text);
    year->goal_label = sp_pages_keep(pages);
}

/* An interval of percents in few signs, rounded outwards so that it still holds the figure: `24–38 %`. */
static void put_percents(const struct sp_interval *value, struct sp_buffer *text)
{
    const int64_t one = SP_SCALE / 100;
    int64_t low = value->low.n / value->low.d;
    int64_t high = value->high.n / value->high.d;
    bool over = high % one != 0 || value->high.n % value->high.d != 0;
    sp_buffer_format(text, "%lld–%lld %%", (long long)(low / one), (long long)(high / one + over));
}

/* The words of the point or of the band: `52 %`, `45–60 %`, `≥ 188 k€`. */
static void set_value(struct sp_bilan_pages *pages, struct sp_plot_year *year, const struct sp_figure *figure, int64_t most)
{
    const struct sp_interval *value = &figure->value;
    struct sp_buffer *text = &pages->page->text;
    year->has_value = true;
    year->low_open = value->low_open || !value->low.known;
    year->high_open = value->high_open || !value->high.known;
    year->low = year->low_open ? 0 : sp_bilan_scaled(&value->low, most, SP_PLOT_STEPS);
    year->high = year->high_open ? SP_PLOT_STEPS : sp_bilan_scaled(&value->high, most, SP_PLOT_STEPS);
    if (year->low_open || year->high_open)
        sp_buffer_put(text, year->low_open && year->high_open ? "?" : year->low_open ? "≤ " : "≥ ");
    bool range = !year->low_open && !year->high_open && !sp_interval_is_point(value);
    if (range && value->low.kind == SP_KIND_PERCENT) {
        put_percents(value, text);
    } else {
        if (!year->low_open)
            put_compact(&value->low, text);
        sp_buffer_put(text, range ? "–" : "");
        if (!year->high_open && !sp_interval_is_point(value))
            put_compact(&value->high, text);
    }
    year->label = sp_pages_keep(pages);
}

static void describe(struct sp_bilan_pages *pages, struct sp_buffer *description, int32_t year, const struct sp_figure *figure)
{
    sp_buffer_format(description, "%s%d : ", description->length > 0 ? " ; " : "", year);
    sp_figure_words(figure, description);
    if (figure->has_goal) {
        sp_buffer_put(description, ", cible ");
        sp_bilan_value(&figure->goal, NULL, description);
        sp_buffer_format(description, ", %s", sp_target_words(figure->status));
    }
    pages->page->out->failed = pages->page->out->failed || description->failed;
}

/* Within the years of the plot, and after their first day. */
static bool is_in_plot(const struct sp_plot *plot, int32_t day)
{
    int32_t first = 0;
    int32_t last = 0;
    return sp_date_make(plot->first_year, 1, 2, &first) && sp_date_make(plot->first_year + (int)plot->year_count, 1, 1, &last) &&
           day >= first && day < last;
}

static void add_mark(struct sp_plot *plot, int32_t day)
{
    uint32_t at = plot->mark_count;
    for (uint32_t i = 0; i < plot->mark_count; i++) {
        if (plot->marks[i] == day)
            return;
    }
    if (at == sizeof plot->marks / sizeof *plot->marks)
        return;
    for (; at > 0 && plot->marks[at - 1] > day; at--)
        plot->marks[at] = plot->marks[at - 1];
    plot->marks[at] = day;
    plot->mark_count++;
}

static bool is_of_action(const struct sp_rule *rule, uint32_t action)
{
    for (uint32_t i = 0; i < rule->action_count && action > 0; i++) {
        if (rule->actions[i] == action)
            return true;
    }
    return false;
}

/* The days when a rule of the same action, a commitment until then, becomes the law; the words name the rule, since the law may ask for
 * less than the target, or for something beside it. */
static void find_marks(struct sp_bilan_pages *pages, uint32_t action, struct sp_plot *plot)
{
    const struct sp_program *program = pages->page->program;
    struct sp_buffer *text = &pages->page->text;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const struct sp_rule *rule = &program->rules[i];
        for (uint32_t j = 1; is_of_action(rule, action) && j < rule->level_count; j++) {
            if (rule->levels[j].level != SP_LEVEL_OBLIGATION || !is_in_plot(plot, rule->levels[j].from))
                continue;
            add_mark(plot, rule->levels[j].from);
            sp_buffer_format(text, "%s« %.*s » le ", text->length > 0 ? ", " : "", (int)rule->title.length, rule->title.bytes);
            sp_date_show(rule->levels[j].from, text);
        }
    }
    plot->law = sp_pages_keep(pages);
}

static void set_scale(struct sp_bilan_pages *pages, struct sp_plot *plot, enum sp_kind kind, uint8_t unit, int64_t most)
{
    for (int64_t i = 0; i < 3; i++) {
        struct sp_value value = sp_value_quantity(kind, most / 2 * i + (i == 2 ? most % 2 : 0));
        value.unit = unit;
        put_compact(&value, &pages->page->text);
        plot->scale[i] = sp_pages_keep(pages);
    }
}

static void set_years(struct sp_bilan_pages *pages, struct sp_plot *plot, const struct sp_figure *row, int64_t most)
{
    const struct sp_indicator *indicator = sp_figure_indicator(pages->page, row);
    struct sp_buffer description = { 0 };
    for (uint32_t i = 0; i < plot->year_count; i++) {
        struct sp_plot_year *year = &plot->years[i];
        int32_t number = plot->first_year + (int32_t)i;
        const struct sp_figure *figure = sp_pages_figure_at(pages, row, number);
        const struct sp_target *target = target_at(indicator, number);
        year->unset = sp_pages_unset(indicator, number);
        if (figure)
            describe(pages, &description, number, figure);
        if (figure && !figure->empty && !figure->suppressed)
            set_value(pages, year, figure, most);
        if (figure && figure->has_goal)
            set_goal(pages, year, &figure->goal, figure->goal_interpolated, most);
        else if (target)
            set_goal(pages, year, &target->value, false, most);
    }
    if (plot->law.length > 0)
        sp_buffer_format(&description, ". Devient une obligation légale, dans la même action : %.*s", (int)plot->law.length, plot->law.bytes);
    sp_buffer_put(&description, ". Les chiffres sont dans le tableau qui suit.");
    sp_buffer_put_slice(&pages->page->text, sp_buffer_slice(&description));
    plot->description = sp_pages_keep(pages);
    sp_scratch_end(&description, pages->page->out);
}

/* Said once above the plots of an indicator: they have the same marks. */
static void put_law(struct sp_bilan_pages *pages, const struct sp_indicator *indicator)
{
    struct sp_bilan_page *page = pages->page;
    struct sp_plot plot = { .first_year = page->first_year, .year_count = (uint32_t)(page->last_plot_year - page->first_year + 1) };
    find_marks(pages, indicator->action, &plot);
    if (plot.law.length == 0)
        return;
    sp_buffer_format(&page->text, "Pointillé : devient une obligation légale, dans la même action : %.*s.", (int)plot.law.length, plot.law.bytes);
    sp_document_paragraph(&pages->document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_plot(struct sp_bilan_pages *pages, const struct sp_figure *row, int64_t most)
{
    struct sp_bilan_page *page = pages->page;
    const struct sp_indicator *indicator = sp_figure_indicator(page, row);
    struct sp_plot plot = { .number = ++pages->plots, .first_year = page->first_year, .progress = indicator->progress };
    plot.year_count = (uint32_t)(page->last_plot_year - page->first_year + 1);
    find_marks(pages, indicator->action, &plot);
    set_scale(pages, &plot, (enum sp_kind)indicator->measure.type.kind, row->value.low.unit, most);
    set_years(pages, &plot, row, most);
    sp_row_words(page, row, &page->text);
    if (page->text.length == 0)
        sp_buffer_put(&page->text, "Ensemble");
    struct sp_slice words = sp_pages_keep(pages);
    sp_buffer_format(&page->text, "%.*s, %.*s", (int)indicator->title.length, indicator->title.bytes, (int)words.length, words.bytes);
    plot.title = sp_pages_keep(pages);
    sp_buffer_put(page->out, "<figure>\n");
    sp_svg_plot(&plot, page->out);
    sp_buffer_put(page->out, "<figcaption>");
    sp_xml_text(page->out, words);
    sp_buffer_put(page->out, "</figcaption>\n</figure>\n");
}

int sp_pages_plots(struct sp_bilan_pages *pages, uint32_t indicator)
{
    struct sp_bilan_page *page = pages->page;
    uint32_t count = 0;
    const struct sp_indicator *declared = &page->program->indicators[indicator];
    if (pages->document.form != SP_DOCUMENT_HTML || declared->year_key >= declared->key_count || page->first_year == 0)
        return SP_OK;
    struct sp_arena_mark mark = sp_arena_mark(page->arena);
    const uint32_t *rows = sp_pages_rows(pages, indicator, &count);
    if (!rows)
        return SP_ERROR_MEMORY;
    int64_t most = sp_bilan_scale(page, indicator);
    if (count > 0)
        put_law(pages, declared);
    sp_buffer_put(page->out, count > 0 ? "<div class=\"graphiques\">\n" : "");
    for (uint32_t i = 0; i < count; i++)
        put_plot(pages, &page->result->figures[rows[i]], most);
    sp_buffer_put(page->out, count > 0 ? "</div>\n" : "");
    sp_arena_rewind(page->arena, mark);
    return SP_OK;
}
