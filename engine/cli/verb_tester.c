/* tester: runs the essais written beside the rules. */
#include "cli/cli.h"

#include <sys/stat.h>

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;
    return strcmp(a, b) == 0 || (stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino);
}

/* A folder is a whole plan, with the files that it uses. A file answers for its own rules only. */
static bool is_asked(const struct sp_load *load, uint32_t rule)
{
    const char *name = sp_sources_name(load->program->sources, load->program->rules[rule].head.file);
    for (uint32_t i = 0; i < load->path_count; i++)
        if (sp_is_folder(load->paths[i]) || (name && same_file(load->paths[i], name)))
            return true;
    return false;
}

/* Leaves out of the report the rules of files that were merely used; returns how many rules are left. A file of essais alone, without
 * a rule of its own, is about those that it uses: nothing is left out. */
static uint32_t keep_asked(const struct sp_load *load, struct sp_essai_report *report)
{
    uint32_t asked = 0, kept = 0;
    for (uint32_t i = 0; i < load->program->rule_count; i++)
        asked += is_asked(load, i);
    if (asked == 0)
        return load->program->rule_count;
    for (uint32_t i = 0; i < report->unexercised_count; i++)
        if (is_asked(load, report->unexercised[i]))
            report->unexercised[kept++] = report->unexercised[i];
    report->unexercised_count = kept;
    return asked;
}

static enum sp_exit run_essais(struct sp_cli *cli, struct sp_load *load)
{
    struct sp_essai_report report = { 0 };
    struct sp_buffer text = { 0 };
    load->contract_diagnostics = sp_diagnostics_new(cli->sources);
    if (!load->contract_diagnostics)
        return sp_internal(cli, SP_ERROR_MEMORY);
    int status = sp_run_essais(load->program, cli->sources, load->contract_diagnostics, cli->run.today, cli->arena, &report);
    if (status == SP_OK)
        status = sp_essai_report_write(&cli->report, load->program, &report, keep_asked(load, &report), &text);
    enum sp_exit exit = report.failed > 0 ? SP_EXIT_UNMET : SP_EXIT_OK;
    sp_print_diagnostics(cli, load->contract_diagnostics, 0);
    if (sp_diagnostics_errors(load->contract_diagnostics) > 0)
        exit = SP_EXIT_CONTRACTS;
    exit = status == SP_OK ? sp_print_result(cli, &text, exit) : sp_internal(cli, status);
    sp_buffer_free(&text);
    return exit;
}

enum sp_exit sp_verb_test(struct sp_cli *cli)
{
    struct sp_load load = { .with_essais = true };
    sp_operands_are_rules(cli);
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK)
        exit = run_essais(cli, &load);
    sp_load_free(&load);
    return exit;
}
