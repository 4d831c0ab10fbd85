/* schema: JSON Schema of a contract file. */
#include "cli/cli.h"

#include "contracts/schema.h"

enum sp_exit sp_verb_schema(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    struct sp_buffer text = { 0 };
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK) {
        sp_schema_write(load.program, &text);
        exit = sp_print_result(cli, &text, SP_EXIT_OK);
    }
    sp_buffer_free(&text);
    sp_load_free(&load);
    return exit;
}
