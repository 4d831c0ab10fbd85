/* HTML: the frame of a page that asks for nothing else: no script, no network, no font. Private to the room. */
#ifndef SPASER_REPORTS_HTML_H
#define SPASER_REPORTS_HTML_H

#include "reports/write.h"

/* From the first line to the skip link. */
void sp_html_open(struct sp_buffer *out, struct sp_slice title);
/* What the page rests on, and its end. */
void sp_html_close(struct sp_buffer *out, const struct sp_program *program);

#endif
