/* Uncertain scenarios for a terminal or a pipe. */
#include "reports/uncertainty_words.h"

#include "base/utf8.h"

/* Hypotheses said of a target before « et n autres ». */
enum { SHOWN_WEIGHTS = 5 };
enum { INDENT = 8 };

struct page {
    const struct sp_report_options *options;
    const struct sp_program *program;
    const struct sp_uncertainty *uncertainty;
    struct sp_buffer *out;
    struct sp_buffer text;
};

/* What was gathered, as a paragraph that starts at `used` columns and goes on at `indent`. */
static void put_paragraph(struct page *page, uint32_t indent)
{
    sp_buffer_put_repeat(page->out, " ", indent);
    sp_paragraph(page->out, sp_buffer_slice(&page->text), indent, indent, page->options->width ? page->options->width : 100);
    sp_scratch_reuse(&page->text, page->out);
}

static void put_bold(struct page *page)
{
    sp_paint(page->out, page->options->color, SP_PAINT_BOLD, sp_buffer_slice(&page->text));
    sp_buffer_put_char(page->out, '\n');
    sp_scratch_reuse(&page->text, page->out);
}

static void put_hypotheses(struct page *page)
{
    const struct sp_uncertainty *uncertainty = page->uncertainty;
    for (uint32_t i = 0; i < uncertainty->change_count; i++) {
        sp_buffer_format(&page->text, "Hypothèse %u : ", i + 1);
        sp_change_words(page->program, &uncertainty->scenario->changes[uncertainty->changes[i].change], &page->text);
        sp_buffer_put(&page->text, " — ");
        sp_uncertain_words(&uncertainty->changes[i], &page->text);
        put_paragraph(page, 4);
    }
}

static void put_fates(struct page *page, const struct sp_prospect *prospect)
{
    const uint32_t draws = page->uncertainty->draws;
    sp_goal_words(prospect, &page->text);
    sp_buffer_put(&page->text, " : atteinte ");
    sp_frequency_words(prospect->fates.reached, draws, &page->text);
    sp_buffer_put(&page->text, " des fois (marge ");
    sp_margin_words(prospect, &page->text);
    sp_buffer_put(&page->text, "), non atteinte ");
    sp_frequency_words(prospect->fates.missed, draws, &page->text);
    if (prospect->fates.open > 0) {
        sp_buffer_put(&page->text, ", à compléter ");
        sp_frequency_words(prospect->fates.open, draws, &page->text);
    }
    if (prospect->fates.empty > 0) {
        sp_buffer_put(&page->text, ", sans objet ");
        sp_frequency_words(prospect->fates.empty, draws, &page->text);
    }
}

static void put_weights(struct page *page, const struct sp_prospect *prospect)
{
    const uint32_t matter = sp_weights_that_matter(page->uncertainty, prospect);
    for (uint32_t i = 0; i < matter && i < SHOWN_WEIGHTS; i++) {
        const struct sp_weight *weight = &prospect->weights[i];
        sp_buffer_format(&page->text, "Hypothèse %u%s. ", sp_uncertain_number(page->uncertainty, weight->change),
                         i == 0 && page->uncertainty->change_count > 1 ? ", celle qui pèse le plus" : "");
        sp_weight_words(page->program, page->uncertainty, weight, &page->text);
        put_paragraph(page, INDENT);
    }
    if (matter > SHOWN_WEIGHTS)
        sp_buffer_format(&page->text, "et %u autres hypothèses, qui pèsent moins", matter - SHOWN_WEIGHTS);
    else if (matter == 0)
        sp_buffer_put(&page->text, "Aucune hypothèse ne change à elle seule cette probabilité");
    else
        return;
    put_paragraph(page, INDENT);
}

static void put_prospect(struct page *page, const struct sp_prospect *prospect)
{
    const int32_t year = sp_prospect_year(page->program, prospect);
    if (year != 0)
        sp_buffer_format(&page->text, "%4d  ", year);
    sp_keys_words(page->program, prospect->indicator, prospect->keys, &page->text);
    sp_buffer_put(page->out, "      ");
    put_bold(page);
    put_fates(page, prospect);
    put_paragraph(page, INDENT);
    sp_buffer_put(&page->text, "Valeur : ");
    sp_values_words(prospect, &page->text);
    put_paragraph(page, INDENT);
    put_weights(page, prospect);
}

void sp_uncertainty_text(const struct sp_report_options *options, const struct sp_program *program, const struct sp_uncertainty *uncertainty,
                         struct sp_buffer *out)
{
    struct page page = { .options = options, .program = program, .uncertainty = uncertainty, .out = out };
    uint32_t last = UINT32_MAX;
    sp_buffer_put(out, "  ");
    sp_buffer_put(&page.text, "Incertitude : ");
    sp_draws_words(uncertainty, &page.text);
    put_bold(&page);
    put_hypotheses(&page);
    for (uint32_t i = 0; i < uncertainty->prospect_count; i++) {
        const struct sp_prospect *prospect = &uncertainty->prospects[i];
        if (!prospect->moves)
            continue;
        if (prospect->indicator != last) {
            last = prospect->indicator;
            sp_buffer_put_slice(&page.text, sp_prospect_title(program, prospect));
            put_paragraph(&page, 4);
        }
        put_prospect(&page, prospect);
    }
    sp_unmoved_words(uncertainty, &page.text);
    if (page.text.length > 0)
        put_paragraph(&page, 4);
    sp_scratch_end(&page.text, out);
}
