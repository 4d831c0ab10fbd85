/* Plots of a sweep, by hand: a curve of steps over one axis, a heat map over two. Integer geometry; colours of the page; each cell says
 * its value to whoever points at it, and the table beside says them all. */
#include "reports/sweep.h"

enum { WIDTH = 640, HEIGHT = 280, LEFT = 96, RIGHT = 628, TOP = 16, BOTTOM = 236, MARKS = 5, CELL_MOST = 28, CELL_TEXT = 14, LETTER = 6, SCALE = 10000 };

static void put_text(struct sp_buffer *out, int64_t x, int64_t y, const char *look, const char *anchor, const struct sp_value *value)
{
    struct sp_buffer text = { 0 };
    sp_bilan_value(value, NULL, &text);
    sp_buffer_format(out, "<text x=\"%lld\" y=\"%lld\" class=\"%s\" style=\"text-anchor:%s\">", (long long)x, (long long)y, look, anchor);
    sp_xml_text(out, sp_buffer_slice(&text));
    sp_buffer_put(out, "</text>\n");
    sp_scratch_end(&text, out);
}

static void open_svg(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t number, int64_t height)
{
    struct sp_buffer *out = page->out;
    const struct sp_axis *axes = page->sweep->axes;
    sp_buffer_format(out, "<svg viewBox=\"0 0 %d %lld\" role=\"img\" aria-labelledby=\"b%u-t b%u-d\">\n<title id=\"b%u-t\">", WIDTH,
                     (long long)height, number, number, number);
    sp_xml_text(out, curve->title);
    sp_buffer_format(out, "</title>\n<desc id=\"b%u-d\">", number);
    sp_xml_text(out, curve->title);
    sp_buffer_put(out, " selon ");
    for (uint32_t i = 0; i < page->sweep->axis_count; i++) {
        sp_buffer_put(&page->text, i > 0 ? " et " : "");
        sp_axis_name(page->program, &axes[i], &page->text);
    }
    sp_xml_text(out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, out);
    sp_buffer_put(out, " : au premier point, ");
    sp_curve_words(page, curve, 0, &page->text);
    sp_buffer_put(&page->text, " ; au dernier, ");
    sp_curve_words(page, curve, page->sweep->point_count - 1, &page->text);
    sp_buffer_put(&page->text, ". Les valeurs sont dans le tableau.");
    sp_xml_text(out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, out);
    sp_buffer_put(out, "</desc>\n");
}

/* --- Curve --- */

static struct sp_value top_of(struct sp_sweep_page *page, const struct sp_curve *curve)
{
    struct sp_value low = sp_value_quantity(SP_KIND_NUMBER, 0);
    struct sp_value high = low;
    for (uint32_t i = 0; i < page->sweep->point_count; i++) {
        if (sp_curve_at(page, curve, i, &low, &high))
            break;
    }
    high.n = curve->most;
    high.d = 1;
    return high;
}

static int64_t height_of(const struct sp_curve *curve, const struct sp_value *value)
{
    return BOTTOM - (BOTTOM - TOP) * sp_bilan_scaled(value, curve->most, SCALE) / SCALE;
}

/* Points stand at the middle of equal slots: a step holds until the next one. */
static int64_t place_of(const struct sp_sweep_page *page, uint32_t point)
{
    return LEFT + (RIGHT - LEFT) * (int64_t)point / (int64_t)page->sweep->point_count;
}

static void put_frame(struct sp_sweep_page *page, const struct sp_curve *curve)
{
    struct sp_value top = top_of(page, curve);
    uint32_t count = page->sweep->point_count;
    uint32_t marks = count < MARKS ? count : MARKS;
    for (int64_t quarter = 0; quarter <= 4; quarter++) {
        int64_t y = BOTTOM - (BOTTOM - TOP) * quarter / 4;
        sp_buffer_format(page->out, "<line x1=\"%d\" y1=\"%lld\" x2=\"%d\" y2=\"%lld\" class=\"%s\"/>\n", LEFT, (long long)y, RIGHT, (long long)y,
                         quarter == 0 ? "axe" : "grille");
        if (quarter % 2 == 0) {
            struct sp_value at = top;
            at.n = top.n / 4 * quarter + top.n % 4 * quarter / 4;
            put_text(page->out, LEFT - 6, y + 4, "echelle", "end", &at);
        }
    }
    for (uint32_t i = 0; i < marks; i++) {
        uint32_t point = marks > 1 ? (count - 1) * i / (marks - 1) : 0;
        int64_t x = (place_of(page, point) + place_of(page, point + 1)) / 2;
        put_text(page->out, x, BOTTOM + 18, "annee", i + 1 == marks && marks > 1 ? "end" : i == 0 ? "start" : "middle",
                 &page->sweep->points[point].values[0]);
    }
}

/* A band where the figure is not known, a line where it is. */
static void put_steps(struct sp_sweep_page *page, const struct sp_curve *curve)
{
    struct sp_buffer *out = page->out;
    for (uint32_t i = 0; i < page->sweep->point_count; i++) {
        int64_t from = place_of(page, i);
        int64_t until = place_of(page, i + 1);
        struct sp_value low;
        struct sp_value high;
        if (!sp_curve_at(page, curve, i, &low, &high))
            continue;
        int64_t bottom = height_of(curve, &low);
        int64_t top = height_of(curve, &high);
        sp_buffer_format(out, "<path class=\"bande\" d=\"M%lld %lld L%lld %lld L%lld %lld L%lld %lld Z\"><title>", (long long)from, (long long)top,
                         (long long)until, (long long)top, (long long)until, (long long)bottom, (long long)from, (long long)bottom);
        sp_value_show(&page->sweep->points[i].values[0], &page->text);
        sp_buffer_put(&page->text, " : ");
        sp_curve_words(page, curve, i, &page->text);
        sp_xml_text(out, sp_buffer_slice(&page->text));
        sp_scratch_reuse(&page->text, out);
        sp_buffer_put(out, "</title></path>\n");
    }
}

static void put_curve(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t number)
{
    open_svg(page, curve, number, HEIGHT);
    put_frame(page, curve);
    put_steps(page, curve);
    sp_axis_name(page->program, &page->sweep->axes[0], &page->text);
    sp_buffer_format(page->out, "<text x=\"%d\" y=\"%d\" class=\"annee\">", (LEFT + RIGHT) / 2, BOTTOM + 36);
    sp_xml_text(page->out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put(page->out, "</text>\n</svg>\n");
}

/* --- Heat map --- */

/* The middle of what a figure may be at a point, on the scale of its curve. false: it has none there. */
static bool middle_of(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t point, int64_t *middle)
{
    struct sp_value low;
    struct sp_value high;
    if (!sp_curve_at(page, curve, point, &low, &high))
        return false;
    *middle = (sp_bilan_scaled(&low, curve->most, SCALE) + sp_bilan_scaled(&high, curve->most, SCALE)) / 2;
    return true;
}

/* Shades go from the least to the greatest value of the map: from nought, maps of large numbers would be of one colour. */
struct shades {
    int64_t least, greatest;
};

static struct shades shades_of(struct sp_sweep_page *page, const struct sp_curve *curve)
{
    struct shades shades = { SCALE, 0 };
    int64_t middle;
    for (uint32_t i = 0; i < page->sweep->point_count; i++) {
        if (!middle_of(page, curve, i, &middle))
            continue;
        shades.least = middle < shades.least ? middle : shades.least;
        shades.greatest = middle > shades.greatest ? middle : shades.greatest;
    }
    return shades;
}

/* `box`: x, y, width, height. The value stands in the cell where there is room: a shade is never the only bearer of it. */
static void put_cell(struct sp_sweep_page *page, const struct sp_curve *curve, const struct shades *shades, uint32_t point, const int64_t box[4])
{
    struct sp_buffer *out = page->out;
    int64_t share = 50;
    int64_t middle;
    if (!middle_of(page, curve, point, &middle))
        return;
    if (shades->greatest > shades->least)
        share = 10 + 80 * (middle - shades->least) / (shades->greatest - shades->least);
    sp_buffer_format(out, "<rect x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%lld\" class=\"valeur\" style=\"fill-opacity:.%02lld\"><title>",
                     (long long)box[0], (long long)box[1], (long long)box[2], (long long)box[3], (long long)share);
    for (uint32_t i = 0; i < 2; i++) {
        sp_value_show(&page->sweep->points[point].values[i], &page->text);
        sp_buffer_put(&page->text, i == 0 ? ", " : " : ");
    }
    sp_curve_words(page, curve, point, &page->text);
    sp_xml_text(out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, out);
    sp_buffer_put(out, "</title></rect>\n");
    sp_curve_words(page, curve, point, &page->text);
    if (box[3] >= CELL_TEXT && (int64_t)page->text.length * LETTER <= box[2]) {
        sp_buffer_format(out, "<text x=\"%lld\" y=\"%lld\" class=\"valeur-texte\">", (long long)(box[0] + box[2] / 2),
                         (long long)(box[1] + box[3] / 2 + 4));
        sp_xml_text(out, sp_buffer_slice(&page->text));
        sp_buffer_put(out, "</text>\n");
    }
    sp_scratch_reuse(&page->text, out);
}

static void put_heat(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t number)
{
    const struct sp_axis *axes = page->sweep->axes;
    int64_t rows = axes[0].count;
    int64_t columns = axes[1].count;
    int64_t tall = (HEIGHT - TOP - 44) / rows;
    tall = tall < 8 ? 8 : tall > CELL_MOST ? CELL_MOST : tall;
    int64_t bottom = TOP + tall * rows;
    struct shades shades = shades_of(page, curve);
    open_svg(page, curve, number, bottom + 44);
    for (int64_t i = 0; i < rows; i++) {
        struct sp_value value = sp_axis_value(&axes[0], (uint32_t)i);
        if (rows <= 24 || i % (rows / 12) == 0)
            put_text(page->out, LEFT - 6, TOP + tall * i + tall / 2 + 4, "echelle", "end", &value);
        for (int64_t j = 0; j < columns; j++) {
            int64_t x = LEFT + (RIGHT - LEFT) * j / columns;
            int64_t box[4] = { x, TOP + tall * i, LEFT + (RIGHT - LEFT) * (j + 1) / columns - x, tall };
            put_cell(page, curve, &shades, (uint32_t)(i * columns + j), box);
        }
    }
    for (int64_t i = 0, marks = columns < MARKS ? columns : MARKS; i < marks; i++) {
        int64_t column = marks > 1 ? (columns - 1) * i / (marks - 1) : 0;
        struct sp_value value = sp_axis_value(&axes[1], (uint32_t)column);
        put_text(page->out, LEFT + (RIGHT - LEFT) * (2 * column + 1) / (2 * columns), bottom + 18, "annee", "middle", &value);
    }
    sp_axis_name(page->program, &axes[0], &page->text);
    sp_buffer_put(&page->text, " (de haut en bas), ");
    sp_axis_name(page->program, &axes[1], &page->text);
    sp_buffer_put(&page->text, " (de gauche à droite)");
    sp_buffer_format(page->out, "<text x=\"%d\" y=\"%lld\" class=\"annee\">", (LEFT + RIGHT) / 2, (long long)bottom + 36);
    sp_xml_text(page->out, sp_buffer_slice(&page->text));
    sp_scratch_reuse(&page->text, page->out);
    sp_buffer_put(page->out, "</text>\n</svg>\n");
}

void sp_sweep_svg(struct sp_sweep_page *page, const struct sp_curve *curve, uint32_t number)
{
    if (page->sweep->axis_count > 1)
        put_heat(page, curve, number);
    else
        put_curve(page, curve, number);
}
