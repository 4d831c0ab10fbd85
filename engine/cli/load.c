/* Loads what a verb works on: compiles the rules, reads the contracts, prepares the run. */
#include "cli/cli.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <errno.h>

static const char *const contract_endings[] = { ".yaml", ".yml", ".json", ".jsonl", ".ndjson", NULL };

enum sp_exit sp_worse_exit(enum sp_exit a, enum sp_exit b)
{
    static const enum sp_exit order[] = { SP_EXIT_INTERNAL,  SP_EXIT_USAGE, SP_EXIT_RULES,
                                          SP_EXIT_CONTRACTS, SP_EXIT_UNMET, SP_EXIT_INCOMPLETE };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (a == order[i] || b == order[i])
            return order[i];
    }
    return SP_EXIT_OK;
}

/* `rules/clermont, local.regles`, for the head of the reports. */
static const char *name_rules(struct sp_cli *cli, const char *const *paths, uint32_t count)
{
    struct sp_buffer text = { 0 };
    for (uint32_t i = 0; i < count; i++)
        sp_buffer_format(&text, "%s%s", i > 0 ? ", " : "", paths[i]);
    const char *name = text.failed || !text.bytes ? NULL : sp_arena_text(cli->arena, text.bytes, text.length);
    sp_buffer_free(&text);
    return name;
}

enum sp_exit sp_compile_rules(struct sp_cli *cli, struct sp_load *load)
{
    struct sp_compile_options options = { .today = cli->run.today, .skip_essais = !load->with_essais,
                                          .texts = load->texts, .text_count = load->text_count };
    load->rule_diagnostics = sp_diagnostics_new(cli->sources);
    if (!load->rule_diagnostics)
        return sp_internal(cli, SP_ERROR_MEMORY);
    int status = sp_find_rules(cli, &options.paths, &options.path_count);
    if (status == SP_ERROR_INPUT)
        return SP_EXIT_RULES;
    if (status != SP_OK)
        return sp_internal(cli, status);
    load->paths = options.paths;
    load->path_count = options.path_count;
    cli->report.rules = name_rules(cli, options.paths, options.path_count);
    options.stdlib = sp_find_stdlib(cli, options.paths, options.path_count);
    status = sp_compile(&options, cli->sources, load->rule_diagnostics, &load->program);
    if (status == SP_ERROR_INPUT || status == SP_ERROR_FILE)
        return SP_EXIT_RULES;
    return status == SP_OK ? SP_EXIT_OK : sp_internal(cli, status);
}

enum sp_exit sp_load_rules(struct sp_cli *cli, struct sp_load *load)
{
    enum sp_exit exit = sp_compile_rules(cli, load);
    if (exit == SP_EXIT_OK)
        sp_print_warnings(cli, load->rule_diagnostics);
    else if (load->rule_diagnostics)
        sp_print_diagnostics(cli, load->rule_diagnostics, 0);
    return exit;
}

static int read_file(struct sp_cli *cli, struct sp_load *load, const char *path, struct sp_span span)
{
    struct sp_read_counts counts = { 0, 0 };
    uint32_t file = 0;
    errno = 0;
    int status = sp_sources_read(cli->sources, path, SP_LIMIT_DATA_FILE_BYTES, &file);
    if (status == SP_ERROR_MEMORY)
        return status;
    if (status != SP_OK) {
        const char *reason = status == SP_ERROR_LIMIT
                                 ? (cli->report.language == SP_FRENCH ? "fichier trop grand" : "file too large")
                                 : sp_system_reason(cli, errno);
        sp_diagnostics_add(load->contract_diagnostics, SP_E2006, span, path, reason, NULL, NULL);
        return SP_OK;
    }
    status = sp_read_contracts(load->store, file, load->contract_diagnostics, &counts);
    load->contracts_wrong = load->contracts_wrong || counts.rejected > 0;
    return status;
}

static int read_folder(struct sp_cli *cli, struct sp_load *load, const struct sp_operand *operand)
{
    const char **files = NULL;
    uint32_t count = 0;
    uint32_t capacity = 0;
    int status = sp_list_files(cli->arena, operand->text, contract_endings, &files, &count, &capacity);
    if (status == SP_OK && count == 0)
        sp_diagnostics_add(load->contract_diagnostics, SP_E2013, operand->span, operand->text, NULL, NULL, NULL);
    for (uint32_t i = 0; i < count && status == SP_OK; i++)
        status = read_file(cli, load, files[i], operand->span);
    return status;
}

/* The phase asked for, as an index in the phases of the rules. */
static enum sp_exit find_phase(struct sp_cli *cli, const struct sp_program *program)
{
    struct sp_buffer accepted = { 0 };
    char folded[128];
    if (!cli->phase.text)
        return SP_EXIT_OK;
    size_t length = sp_utf8_fold(sp_slice_of(cli->phase.text), folded, sizeof folded);
    const struct sp_domain *phases =
        program->phase_field > 0 ? &program->domains[program->fields[program->phase_field - 1].type.domain] : NULL;
    for (uint32_t i = 0; phases && i < phases->count; i++) {
        if (length <= sizeof folded &&
            sp_slice_equal(sp_names_text(program->names, phases->choices[i].name), sp_slice_make(folded, length))) {
            cli->run.phase = i;
            sp_buffer_free(&accepted);
            return SP_EXIT_OK;
        }
        sp_buffer_format(&accepted, "%s%.*s", i > 0 ? ", " : "", (int)phases->choices[i].text.length,
                         phases->choices[i].text.bytes);
    }
    sp_cli_blame(cli, SP_E2004, cli->phase.span, cli->phase.text, "--phase", accepted.bytes ? accepted.bytes : "");
    sp_buffer_free(&accepted);
    return SP_EXIT_USAGE;
}

enum sp_exit sp_load_contracts(struct sp_cli *cli, struct sp_load *load, const struct sp_operand *operands, uint32_t count)
{
    load->contract_diagnostics = sp_diagnostics_new(cli->sources);
    if (!load->contract_diagnostics)
        return sp_internal(cli, SP_ERROR_MEMORY);
    enum sp_exit exit = find_phase(cli, load->program);
    if (exit != SP_EXIT_OK)
        return exit;
    int status = sp_store_new(load->program, cli->sources, &load->store);
    for (uint32_t i = 0; i < count && status == SP_OK; i++) {
        bool folder = strcmp(operands[i].text, "-") != 0 && sp_is_folder(operands[i].text);
        status = folder ? read_folder(cli, load, &operands[i]) : read_file(cli, load, operands[i].text, operands[i].span);
    }
    if (status == SP_OK)
        status = sp_run_new(load->program, load->store, &cli->run, &load->run);
    if (status == SP_OK && sp_diagnostics_failed(load->contract_diagnostics))
        status = SP_ERROR_MEMORY;
    if (status != SP_OK)
        return sp_internal(cli, status);
    load->contracts_wrong = load->contracts_wrong || sp_diagnostics_errors(load->contract_diagnostics) > 0;
    sp_diagnostics_sort(load->contract_diagnostics);
    return SP_EXIT_OK;
}

void sp_load_free(struct sp_load *load)
{
    sp_run_free(load->run);
    sp_store_free(load->store);
    sp_program_free(load->program);
    sp_diagnostics_free(load->contract_diagnostics);
    sp_diagnostics_free(load->rule_diagnostics);
}
