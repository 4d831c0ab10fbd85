/* Entry of the room: scan, fold, parse. */
#include "syntax/parse.h"

#include "base/memory.h"
#include "parser.h"
#include "syntax/build.h"

static int run(struct sp_parse *parse)
{
    int error = sp_scan(parse);
    if (error == SP_OK)
        error = sp_layout(parse);
    if (error == SP_OK && sp_yyparse(parse) == 2)
        error = SP_ERROR_MEMORY;
    if (error == SP_OK && (parse->failed || !parse->root))
        error = SP_ERROR_MEMORY;
    sp_free(parse->raws);
    sp_free(parse->tokens);
    return error;
}

int sp_parse_file(struct sp_arena *arena, struct sp_names *names, const struct sp_sources *sources, uint32_t file,
                  struct sp_diagnostics *diagnostics, struct sp_node **file_node)
{
    struct sp_parse parse = { 0 };
    parse.arena = arena;
    parse.names = names;
    parse.diagnostics = diagnostics;
    parse.file = file;
    parse.text = sp_sources_text(sources, file);
    parse.end = (uint32_t)parse.text.length;
    *file_node = NULL;
    int error = run(&parse);
    if (error == SP_OK)
        *file_node = parse.root;
    return error;
}

int sp_parse_expression(struct sp_arena *arena, struct sp_names *names, const struct sp_sources *sources,
                        struct sp_span span, struct sp_diagnostics *diagnostics, struct sp_node **expression)
{
    struct sp_parse parse = { 0 };
    parse.arena = arena;
    parse.names = names;
    parse.diagnostics = diagnostics;
    parse.file = span.file;
    parse.text = sp_sources_text(sources, span.file);
    parse.start = span.start;
    parse.end = span.end;
    parse.expression = true;
    *expression = NULL;
    int error = run(&parse);
    if (error == SP_OK)
        *expression = parse.root;
    return error;
}
