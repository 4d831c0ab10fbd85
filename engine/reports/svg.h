/* SVG: the plot of one target over the years of the plan, written by hand: no script, no font, colours from the page.
 * Private to the room. */
#ifndef SPASER_REPORTS_SVG_H
#define SPASER_REPORTS_SVG_H

#include "reports/bilan.h"

/* Heights are counted from 0 to this on the scale of the plot. */
enum { SP_PLOT_STEPS = 10000 };

struct sp_plot_year {
    bool has_value;
    bool low_open, high_open;
    int64_t low, high;        /* 0 … SP_PLOT_STEPS */
    bool has_goal, goal_interpolated;
    int64_t goal;
    bool unset;               /* between two targets, without one, and nothing said of the way from one to the other */
    struct sp_slice label;    /* of the value */
    struct sp_slice goal_label;
};

struct sp_plot {
    uint32_t number;                     /* makes the ids of the page unique */
    struct sp_slice title, description;  /* for those who do not see the plot */
    int32_t first_year;
    uint32_t year_count;
    struct sp_plot_year years[SP_BILAN_YEARS];
    enum sp_progress progress;
    int32_t marks[2];                    /* days when the law changed */
    uint32_t mark_count;
    struct sp_slice law;                 /* what became the law on those days */
    struct sp_slice scale[3];            /* words of the bottom, the middle and the top of the scale */
};

void sp_svg_plot(const struct sp_plot *plot, struct sp_buffer *out);

#endif
