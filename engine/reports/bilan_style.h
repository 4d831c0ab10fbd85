/* Style of the HTML reports: one text, put in the page itself. Private to the room. */
#ifndef SPASER_REPORTS_BILAN_STYLE_H
#define SPASER_REPORTS_BILAN_STYLE_H

/* CSS for screens (light and dark), narrow screens and paper. */
extern const char *const sp_page_style[];

#endif
