/* A sweep as a page: Markdown, or HTML with a plot a quantity and the table of all points. */
#include "reports/html.h"
#include "reports/sweep.h"

enum { FIGURE_COLUMNS = 6 };

static void put_cell(struct sp_sweep_page *page, struct sp_document *document, enum sp_look look)
{
    sp_document_cell(document, look, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_number(struct sp_sweep_page *page, struct sp_document *document, uint64_t number)
{
    sp_buffer_put_integer(&page->text, (int64_t)number);
    put_cell(page, document, SP_LOOK_PLAIN);
}

/* The cells that name a point. */
static void put_values(struct sp_sweep_page *page, struct sp_document *document, const struct sp_sweep_point *point)
{
    for (uint32_t i = 0; i < page->sweep->axis_count; i++) {
        sp_value_show(&point->values[i], &page->text);
        put_cell(page, document, i == 0 ? SP_LOOK_HEAD : SP_LOOK_PLAIN);
    }
}

static uint32_t axis_columns(struct sp_sweep_page *page, struct sp_slice *columns)
{
    for (uint32_t i = 0; i < page->sweep->axis_count; i++) {
        sp_axis_name(page->program, &page->sweep->axes[i], &page->text);
        columns[i] = sp_sweep_keep(page);
    }
    return page->sweep->axis_count;
}

static void put_verdicts(struct sp_sweep_page *page, struct sp_document *document)
{
    static const char *const names[] = { "Conformes", "Non conformes", "À compléter", "Verdicts qui changent", "Contrats concernés", "Leur montant" };
    struct sp_slice columns[8];
    uint32_t count = axis_columns(page, columns);
    bool amounts = page->program->amount_field > 0;
    for (size_t i = 0; i < (amounts ? 6 : 5); i++)
        columns[count++] = sp_slice_of(names[i]);
    sp_document_table(document, sp_slice_of("Verdicts et contrats concernés, point par point"), columns, count);
    for (uint32_t i = 0; i < page->sweep->point_count; i++) {
        const struct sp_sweep_point *point = &page->sweep->points[i];
        put_values(page, document, point);
        put_number(page, document, point->counts[SP_CONFORME]);
        put_number(page, document, point->counts[SP_NON_CONFORME]);
        put_number(page, document, point->counts[SP_A_COMPLETER]);
        put_number(page, document, point->flips);
        put_number(page, document, point->stake.sure);
        if (amounts) {
            sp_bilan_value(&point->stake.amount, NULL, &page->text);
            put_cell(page, document, SP_LOOK_PLAIN);
        }
    }
    sp_document_table_end(document);
}

static enum sp_look look_of(const struct sp_figure *figure)
{
    if (!figure || !figure->has_goal)
        return SP_LOOK_PLAIN;
    return figure->status == SP_TARGET_REACHED ? SP_LOOK_GOOD : figure->status == SP_TARGET_NOT_REACHED ? SP_LOOK_BAD : SP_LOOK_OPEN;
}

/* The followed figures, some columns at a time. */
static void put_figures(struct sp_sweep_page *page, struct sp_document *document)
{
    const struct sp_following *following = page->following;
    for (uint32_t first = 0; first < following->count; first += FIGURE_COLUMNS) {
        struct sp_slice columns[FIGURE_COLUMNS + 2];
        uint32_t start = axis_columns(page, columns);
        uint32_t count = following->count - first < FIGURE_COLUMNS ? following->count - first : FIGURE_COLUMNS;
        for (uint32_t i = 0; i < count; i++) {
            sp_series_words(page, &following->series[first + i], &page->text);
            columns[start + i] = sp_sweep_keep(page);
        }
        sp_document_table(document, sp_slice_of("Indicateurs, point par point"), columns, start + count);
        for (uint32_t i = 0; i < page->sweep->point_count; i++) {
            put_values(page, document, &page->sweep->points[i]);
            for (uint32_t j = 0; j < count; j++) {
                const struct sp_figure *figure = following->series[first + j].points[i];
                sp_point_words(figure, &page->text);
                put_cell(page, document, look_of(figure));
            }
        }
        sp_document_table_end(document);
    }
}

static void put_intro(struct sp_sweep_page *page, struct sp_document *document)
{
    for (uint32_t i = 0; i < page->sweep->axis_count; i++) {
        const struct sp_axis *axis = &page->sweep->axes[i];
        struct sp_value last = sp_axis_value(axis, axis->count - 1);
        sp_swept_words(page, axis, &page->text);
        sp_buffer_put(&page->text, " : de ");
        sp_value_show(&axis->first, &page->text);
        sp_buffer_put(&page->text, " à ");
        sp_value_show(&last, &page->text);
        sp_buffer_put(&page->text, ", par pas de ");
        sp_value_show(&axis->step, &page->text);
        sp_buffer_put(&page->text, axis->kind == SP_AXIS_PARAMETER ? ". À chaque point, le paramètre a cette valeur tous les jours." : ".");
        sp_document_paragraph(document, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, page->out);
    }
    sp_readers_words(page->sweep->rule_count, page->sweep->indicator_count, &page->text);
    sp_buffer_put(&page->text, page->curve_count > 0 ? " Un verdict « qui change » n'est pas celui du portefeuille tel qu'il est."
                                                     : " Rien ne change d'un point à l'autre.");
    sp_document_paragraph(document, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
}

static void put_plots(struct sp_sweep_page *page)
{
    for (uint32_t i = 0; i < page->curve_count; i++) {
        sp_buffer_put(page->out, "<figure>\n");
        sp_sweep_svg(page, &page->curves[i], i + 1);
        sp_buffer_put(page->out, "<figcaption>");
        sp_xml_text(page->out, page->curves[i].title);
        sp_buffer_put(page->out, "</figcaption>\n</figure>\n");
    }
}

static void open_page(struct sp_sweep_page *page)
{
    sp_html_open(page->out, sp_slice_of("Balayage"));
    sp_buffer_put(page->out, "<header>\n<h1>Balayage</h1>\n<p>");
    sp_count_words(page->out, page->base->result->contracts, "contrat", "contrats");
    sp_buffer_put(page->out, ", au ");
    sp_date_show(page->base->today, page->out);
    sp_buffer_put(page->out, ".</p>\n</header>\n<main id=\"contenu\" tabindex=\"-1\">\n");
}

void sp_sweep_document(struct sp_sweep_page *page, enum sp_document_form form)
{
    struct sp_document document = { .out = page->out, .form = form };
    bool html = form == SP_DOCUMENT_HTML;
    if (html)
        open_page(page);
    else
        sp_document_heading(&document, 1, NULL, sp_slice_of("Balayage"));
    sp_document_section(&document, "parcours");
    sp_document_heading(&document, 2, "parcours", sp_slice_of("Ce qui varie"));
    put_intro(page, &document);
    sp_document_section_end(&document);
    if (html && page->curve_count > 0) {
        sp_document_section(&document, "graphiques");
        sp_document_heading(&document, 2, "graphiques", sp_slice_of("Graphiques"));
        put_plots(page);
        sp_document_section_end(&document);
    }
    sp_document_section(&document, "points");
    sp_document_heading(&document, 2, "points", sp_slice_of("Point par point"));
    put_verdicts(page, &document);
    put_figures(page, &document);
    sp_document_section_end(&document);
    if (html)
        sp_html_close(page->out, page->program);
}
