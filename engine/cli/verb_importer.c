/* importer decp: public award data to contract descriptions, one JSON line each. */
#include "cli/cli.h"

#include "base/limits.h"
#include "contracts/decp.h"

#include <errno.h>

/* Remarks printed before « et n autres »: a national file has thousands. */
enum { SHOWN_REMARKS = 20 };

struct import {
    struct sp_output output;
    struct sp_buffer text; /* gathered lines */
};

enum { SEND_AT = 64 * 1024 };

static int send_lines(struct import *import)
{
    int status = import->text.failed ? SP_ERROR_MEMORY : SP_OK;
    if (status == SP_OK && import->text.length > 0)
        status = import->output.write(import->output.context, sp_buffer_slice(&import->text));
    sp_buffer_clear(&import->text);
    return status;
}

static int take_line(void *context, struct sp_slice line)
{
    struct import *import = context;
    sp_buffer_put_slice(&import->text, line);
    sp_buffer_put_char(&import->text, '\n');
    return import->text.length >= SEND_AT || import->text.failed ? send_lines(import) : SP_OK;
}

static void add_counts(struct sp_decp_counts *total, const struct sp_decp_counts *counts)
{
    total->records += counts->records;
    total->converted += counts->converted;
    total->rejected += counts->rejected;
    total->remarks += counts->remarks;
}

/* Reads every file, before there is an output to clean: nothing answers to Ctrl-C while standard input is waited for and a temporary
 * file is there. files[i] is UINT32_MAX for the one that cannot be read. */
static int read_files(struct sp_cli *cli, struct sp_load *load, uint32_t *files)
{
    const char *large = cli->report.language == SP_FRENCH ? "fichier trop grand" : "file too large";
    int status = SP_OK;
    for (uint32_t i = 1; i < cli->operand_count && status != SP_ERROR_MEMORY; i++) {
        const struct sp_operand *operand = &cli->operands[i];
        errno = 0;
        status = sp_sources_read(cli->sources, operand->text, SP_LIMIT_DATA_FILE_BYTES, &files[i]);
        if (status == SP_OK)
            continue;
        files[i] = UINT32_MAX;
        if (status == SP_ERROR_FILE || status == SP_ERROR_LIMIT)
            sp_diagnostics_add(load->contract_diagnostics, SP_E2006, operand->span, operand->text,
                               status == SP_ERROR_LIMIT ? large : sp_system_reason(cli, errno), NULL, NULL);
    }
    return status == SP_ERROR_MEMORY ? status : SP_OK;
}

static int import_file(struct sp_cli *cli, struct sp_load *load, uint32_t file, struct import *import, struct sp_decp_counts *total)
{
    struct sp_decp_counts counts = { 0, 0, 0, 0 };
    if (file == UINT32_MAX)
        return SP_OK;
    int status = sp_decp_import(load->program, cli->sources, file, load->contract_diagnostics, take_line, import, &counts);
    add_counts(total, &counts);
    return status == SP_OK ? send_lines(import) : status;
}

static void print_summary(const struct sp_cli *cli, const struct sp_decp_counts *total)
{
    const char *french =
        "%u lus, %u convertis, %u signalés et laissés de côté ; %u valeurs signalées et laissées inconnues\n";
    const char *english = "%u read, %u converted, %u reported and left out; %u values reported and left unknown\n";
    if (cli->report.language == SP_FRENCH)
        fprintf(stderr, french, total->records, total->converted, total->rejected, total->remarks);
    else
        fprintf(stderr, english, total->records, total->converted, total->rejected, total->remarks);
}

static enum sp_exit import_all(struct sp_cli *cli, struct sp_load *load)
{
    struct sp_decp_counts total = { 0, 0, 0, 0 };
    struct import import = { 0 };
    struct sp_sink sink;
    uint32_t *files = sp_arena_array(cli->arena, cli->operand_count, sizeof *files);
    load->contract_diagnostics = sp_diagnostics_new(cli->sources);
    int status = files && load->contract_diagnostics ? read_files(cli, load, files) : SP_ERROR_MEMORY;
    if (status != SP_OK)
        return sp_internal(cli, status);
    if (sp_sink_open(cli, &sink) != SP_OK)
        return SP_EXIT_USAGE;
    import.output = sp_sink_output(&sink);
    for (uint32_t i = 1; i < cli->operand_count && status == SP_OK; i++)
        status = import_file(cli, load, files[i], &import, &total);
    sp_buffer_free(&import.text);
    int closed = sp_sink_close(cli, &sink, status == SP_OK);
    sp_print_diagnostics(cli, load->contract_diagnostics, cli->report.all ? 0 : SHOWN_REMARKS);
    if (closed != SP_OK)
        return sp_sink_exit(&sink);
    if (status != SP_OK && !sink.broken && status != SP_ERROR_INPUT)
        return sp_internal(cli, status);
    print_summary(cli, &total);
    bool wrong = total.rejected > 0 || sp_diagnostics_errors(load->contract_diagnostics) > 0 || status == SP_ERROR_INPUT;
    return wrong ? SP_EXIT_CONTRACTS : SP_EXIT_OK;
}

enum sp_exit sp_verb_import(struct sp_cli *cli)
{
    struct sp_load load = { 0 };
    if (strcmp(cli->operands[0].text, "decp") != 0 && strcmp(cli->operands[0].text, "DECP") != 0) {
        sp_cli_blame(cli, SP_E2004, cli->operands[0].span, cli->operands[0].text, "importer", "decp");
        return SP_EXIT_USAGE;
    }
    enum sp_exit exit = sp_load_rules(cli, &load);
    if (exit == SP_EXIT_OK)
        exit = import_all(cli, &load);
    sp_load_free(&load);
    return exit;
}
