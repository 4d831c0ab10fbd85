/* spaser: the program. Reads the command line, shows help or runs a verb, and says what the command line got wrong. */
#include "cli/cli.h"

#include <signal.h>

#ifndef SPASER_VERSION
#define SPASER_VERSION "0.0.0"
#endif

static enum sp_exit show_help(struct sp_cli *cli)
{
    struct sp_buffer text = { 0 };
    if (cli->verb)
        sp_help_verb(cli, &text);
    else
        sp_help_all(cli, &text);
    cli->output.text = NULL;
    enum sp_exit exit = sp_print_result(cli, &text, SP_EXIT_OK);
    sp_buffer_free(&text);
    return exit;
}

static enum sp_exit run(struct sp_cli *cli, int status)
{
    if (status == SP_ERROR_USAGE)
        return SP_EXIT_USAGE;
    if (status != SP_OK)
        return sp_internal(cli, status);
    if (cli->version) {
        puts("spaser " SPASER_VERSION);
        return SP_EXIT_OK;
    }
    if (cli->help)
        return show_help(cli);
    if (cli->verb)
        return cli->verb->run(cli);
    /* Nothing was asked: the help is the best answer, but it is not what a script expects. */
    show_help(cli);
    return SP_EXIT_USAGE;
}

int main(int argc, char **argv)
{
    struct sp_cli cli = { 0 };
    /* A reader that goes away (`| head`) shows up as a failed write, handled in output.c. */
    signal(SIGPIPE, SIG_IGN);
    int status = sp_cli_read(&cli, argc, argv);
    enum sp_exit exit = run(&cli, status);
    if (cli.command && sp_diagnostics_count(cli.command) > 0)
        sp_print_diagnostics(&cli, cli.command, 0);
    if (exit == SP_EXIT_USAGE && cli.command && sp_diagnostics_errors(cli.command) > 0)
        fputs(cli.report.language == SP_FRENCH ? "Voir « spaser --aide ».\n" : "See \"spaser --help\".\n", stderr);
    sp_cli_free(&cli);
    return (int)exit;
}
