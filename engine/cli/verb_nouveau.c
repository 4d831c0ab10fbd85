/* nouveau: a blank contract file with the questions as comments. */
#include "cli/cli.h"

#include "contracts/schema.h"

#include <sys/stat.h>

/* What stands in a contract file was typed by a person: a blank one never takes its place. true: diagnosed. */
static bool would_overwrite(struct sp_cli *cli)
{
    struct stat status;
    const char *path = cli->output.text;
    if (!path || strcmp(path, "-") == 0 || stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    sp_cli_blame(cli, SP_E2016, cli->output.span, path, NULL, NULL);
    return true;
}

enum sp_exit sp_verb_new(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    struct sp_buffer text = { 0 };
    if (would_overwrite(cli))
        return SP_EXIT_USAGE;
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK) {
        sp_blank_write(load.program, &text);
        exit = sp_print_result(cli, &text, SP_EXIT_OK);
    }
    sp_buffer_free(&text);
    sp_load_free(&load);
    return exit;
}
