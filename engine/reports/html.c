/* See html.h. Nothing may be fetched, whatever the page holds: its own policy says so. */
#include "reports/html.h"

#include "reports/bilan_style.h"

void sp_html_open(struct sp_buffer *out, struct sp_slice title)
{
    sp_buffer_put(out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n<title>");
    sp_xml_text(out, title);
    sp_buffer_put(out, "</title>\n<style>\n");
    for (size_t i = 0; sp_page_style[i]; i++)
        sp_buffer_put(out, sp_page_style[i]);
    sp_buffer_put(out, "</style>\n</head>\n<body>\n<a class=\"evitement\" href=\"#contenu\">Aller au contenu</a>\n");
}

void sp_html_close(struct sp_buffer *out, const struct sp_program *program)
{
    char fingerprint[SP_SHA256_HEX] = "";
    if (sp_program_fingerprint(program, fingerprint) != SP_OK)
        out->failed = true;
    sp_buffer_put(out, "</main>\n<footer>\n<p>Écrit par spaser. Règles : ");
    sp_xml_text(out, program->root);
    sp_buffer_format(out, ", empreinte %.16s.</p>\n</footer>\n</body>\n</html>\n", fingerprint);
}
