/* Plot of a target: a band for each year while the figure is undecided, a point once it is known, the goals and the way to them,
 * the days when the law changed. Integer geometry, in a view box of 360 by 232. */
#include "reports/svg.h"

enum { WIDTH = 360, HEIGHT = 232, LEFT = 46, RIGHT = 352, TOP = 24, BOTTOM = 190 };

static int64_t slot_of(const struct sp_plot *plot)
{
    return (RIGHT - LEFT) / (plot->year_count > 0 ? (int64_t)plot->year_count : 1);
}

static int64_t left_of(const struct sp_plot *plot, uint32_t year)
{
    return LEFT + (RIGHT - LEFT) * (int64_t)year / (plot->year_count > 0 ? (int64_t)plot->year_count : 1);
}

static int64_t middle_of(const struct sp_plot *plot, uint32_t year)
{
    return left_of(plot, year) + slot_of(plot) / 2;
}

static int64_t height_of(int64_t steps)
{
    return BOTTOM - (BOTTOM - TOP) * steps / SP_PLOT_STEPS;
}

static void put_text(struct sp_buffer *out, int64_t x, int64_t y, const char *look, struct sp_slice text)
{
    sp_buffer_format(out, "<text x=\"%lld\" y=\"%lld\" class=\"%s\">", (long long)x, (long long)y, look);
    sp_xml_text(out, text);
    sp_buffer_put(out, "</text>\n");
}

static void put_line(struct sp_buffer *out, int64_t x1, int64_t y1, int64_t x2, int64_t y2, const char *look)
{
    sp_buffer_format(out, "<line x1=\"%lld\" y1=\"%lld\" x2=\"%lld\" y2=\"%lld\" class=\"%s\"/>\n", (long long)x1, (long long)y1, (long long)x2,
                     (long long)y2, look);
}

static void put_frame(const struct sp_plot *plot, struct sp_buffer *out)
{
    for (int64_t quarter = 0; quarter <= 4; quarter++) {
        int64_t y = height_of(quarter * SP_PLOT_STEPS / 4);
        put_line(out, LEFT, y, RIGHT, y, quarter == 0 ? "axe" : "grille");
        if (quarter % 2 == 0)
            put_text(out, LEFT - 4, y + 4, "echelle", plot->scale[quarter / 2]);
    }
    for (uint32_t i = 0; i < plot->year_count; i++) {
        sp_buffer_format(out, "<text x=\"%lld\" y=\"%d\" class=\"annee\">%d</text>\n", (long long)middle_of(plot, i), BOTTOM + 16,
                         plot->first_year + (int32_t)i);
        if (plot->years[i].unset) {
            put_text(out, middle_of(plot, i), BOTTOM + 28, "note", sp_slice_of("jalon"));
            put_text(out, middle_of(plot, i), BOTTOM + 38, "note", sp_slice_of("non fixé"));
        }
    }
}

/* A day stands in the slot of its year, in proportion. */
static void put_marks(const struct sp_plot *plot, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < plot->mark_count; i++) {
        int year = 0;
        int month = 0;
        int day = 0;
        sp_date_split(plot->marks[i], &year, &month, &day);
        int64_t at = year - plot->first_year;
        if (at < 0 || at >= (int64_t)plot->year_count)
            continue;
        int64_t x = left_of(plot, (uint32_t)at) + slot_of(plot) * ((month - 1) * 31 + day) / 372;
        put_line(out, x, TOP - 4, x, BOTTOM, "loi");
        if (i == 0)
            put_text(out, x, TOP - 10, x > (LEFT + RIGHT) / 2 ? "loi-fin" : "loi-debut", sp_slice_of("obligation légale"));
    }
}

static void put_point(struct sp_buffer *out, int64_t x, int64_t y, bool *started)
{
    sp_buffer_format(out, "%s%lld %lld", *started ? " L" : "M", (long long)x, (long long)y);
    *started = true;
}

/* The way from a goal to the next, where the plan says how it goes. */
static void put_path(const struct sp_plot *plot, struct sp_buffer *out)
{
    bool started = false;
    int64_t before = 0;
    if (plot->progress == SP_PROGRESS_NONE)
        return;
    sp_buffer_put(out, "<path class=\"chemin\" d=\"");
    for (uint32_t i = 0; i < plot->year_count; i++) {
        if (!plot->years[i].has_goal)
            continue;
        int64_t y = height_of(plot->years[i].goal);
        if (plot->progress == SP_PROGRESS_STEPS && started)
            put_point(out, left_of(plot, i), before, &started);
        put_point(out, plot->progress == SP_PROGRESS_STEPS ? left_of(plot, i) : middle_of(plot, i), y, &started);
        if (plot->progress == SP_PROGRESS_STEPS)
            put_point(out, left_of(plot, i) + slot_of(plot), y, &started);
        before = y;
    }
    sp_buffer_put(out, started ? "\"/>\n" : "M0 0\"/>\n");
}

static int64_t goal_words_height(int64_t y)
{
    return y > TOP + 14 ? y - 4 : y + 12;
}

static void put_goals(const struct sp_plot *plot, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < plot->year_count; i++) {
        const struct sp_plot_year *year = &plot->years[i];
        if (!year->has_goal || year->goal_interpolated)
            continue;
        int64_t y = height_of(year->goal);
        int64_t x = left_of(plot, i);
        put_line(out, x + 3, y, x + slot_of(plot) - 3, y, "cible");
        put_text(out, x + slot_of(plot) - 3, goal_words_height(y), "cible-texte", year->goal_label);
    }
}

static int64_t low_of(const struct sp_plot_year *year)
{
    return height_of(year->low_open ? 0 : year->low);
}

static int64_t high_of(const struct sp_plot_year *year)
{
    return height_of(year->high_open ? SP_PLOT_STEPS : year->high);
}

/* The band that joins two years that follow each other: a line when both are known. */
static void put_bands(const struct sp_plot *plot, struct sp_buffer *out)
{
    for (uint32_t i = 0; i + 1 < plot->year_count; i++) {
        const struct sp_plot_year *a = &plot->years[i];
        const struct sp_plot_year *b = &plot->years[i + 1];
        if (!a->has_value || !b->has_value)
            continue;
        sp_buffer_format(out, "<path class=\"bande\" d=\"M%lld %lld L%lld %lld L%lld %lld L%lld %lld Z\"/>\n", (long long)middle_of(plot, i),
                         (long long)high_of(a), (long long)middle_of(plot, i + 1), (long long)high_of(b), (long long)middle_of(plot, i + 1),
                         (long long)low_of(b), (long long)middle_of(plot, i), (long long)low_of(a));
    }
}

/* Whether words standing at this height would touch the goal or its words. */
static bool touches_goal(const struct sp_plot_year *year, int64_t y)
{
    int64_t goal = height_of(year->goal);
    int64_t words = goal_words_height(goal);
    bool on_line = y > goal - 3 && y - 10 < goal + 3;
    bool on_words = y > words - 10 && y - 10 < words;
    return year->has_goal && !year->goal_interpolated && (on_line || on_words);
}

/* Where the words of a value stand: under it, else above it, else past the goal. */
static int64_t words_height(const struct sp_plot_year *year)
{
    int64_t under = low_of(year) + 14;
    int64_t above = high_of(year) - 7;
    if (under < BOTTOM - 2 && !touches_goal(year, under))
        return under;
    if (above > TOP + 8 && !touches_goal(year, above))
        return above;
    for (int64_t y = under; y < BOTTOM - 2; y += 4) {
        if (!touches_goal(year, y))
            return y;
    }
    return above;
}

/* Long words keep clear of the scale and of the edge. */
static int64_t words_place(const struct sp_plot_year *year, int64_t x)
{
    int64_t half = (int64_t)year->label.length * 5 / 2;
    if (x - half < LEFT)
        return LEFT + half;
    return x + half > WIDTH ? WIDTH - half : x;
}

static void put_values(const struct sp_plot *plot, struct sp_buffer *out)
{
    for (uint32_t i = 0; i < plot->year_count; i++) {
        const struct sp_plot_year *year = &plot->years[i];
        if (!year->has_value)
            continue;
        int64_t x = middle_of(plot, i);
        int64_t low = low_of(year);
        int64_t high = high_of(year);
        if (low - high < 2 && !year->low_open && !year->high_open)
            sp_buffer_format(out, "<circle cx=\"%lld\" cy=\"%lld\" r=\"4\" class=\"valeur\"/>\n", (long long)x, (long long)high);
        else
            sp_buffer_format(out, "<rect x=\"%lld\" y=\"%lld\" width=\"12\" height=\"%lld\" rx=\"2\" class=\"intervalle\"/>\n",
                             (long long)(x - 6), (long long)high, (long long)(low - high));
        put_text(out, words_place(year, x), words_height(year), "valeur-texte", year->label);
    }
}

void sp_svg_plot(const struct sp_plot *plot, struct sp_buffer *out)
{
    sp_buffer_format(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"g%u-t g%u-d\">\n<title id=\"g%u-t\">", WIDTH, HEIGHT,
                     plot->number, plot->number, plot->number);
    sp_xml_text(out, plot->title);
    sp_buffer_format(out, "</title>\n<desc id=\"g%u-d\">", plot->number);
    sp_xml_text(out, plot->description);
    sp_buffer_put(out, "</desc>\n");
    put_frame(plot, out);
    put_marks(plot, out);
    put_path(plot, out);
    put_bands(plot, out);
    put_goals(plot, out);
    put_values(plot, out);
    sp_buffer_put(out, "</svg>\n");
}
