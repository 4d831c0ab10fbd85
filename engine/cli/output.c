/* Results to standard output or to a file, diagnostics to standard error, progress when the work is long. */
#include "cli/cli.h"

#include "base/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char *sp_system_reason(const struct sp_cli *cli, int error)
{
    bool french = cli->report.language == SP_FRENCH;
    if (error == ENOENT)
        return french ? "il n'existe pas" : "it does not exist";
    if (error == EACCES || error == EPERM)
        return french ? "l'accès est refusé" : "access is denied";
    if (error == EISDIR)
        return french ? "c'est un dossier" : "it is a folder";
    if (error == ENOTDIR)
        return french ? "son dossier n'en est pas un" : "its folder is not one";
    if (error == ENOSPC)
        return french ? "il n'y a plus de place sur le disque" : "the disk is full";
    return strerror(error);
}

/* Where results could not be written: the value of --sortie, else standard output, which has no word of its own. */
static void blame_output(struct sp_cli *cli, int error)
{
    struct sp_span line = { cli->command_file, 0, 6 };
    const char *name = cli->report.language == SP_FRENCH ? "la sortie standard" : "standard output";
    const char *no_folder = cli->report.language == SP_FRENCH ? "son dossier n'existe pas" : "its folder does not exist";
    const char *reason = error == ENOENT ? no_folder : sp_system_reason(cli, error);
    bool file = cli->output.text != NULL;
    sp_cli_blame(cli, SP_E2012, file ? cli->output.span : line, file ? cli->output.text : name, reason, NULL);
}

/* A file of a made-up name in the folder of `path`, with the permissions that a new file would have. */
static FILE *open_temporary(const char *path, char **name)
{
    size_t length = strlen(path);
    char *made = sp_malloc(length + 8);
    if (!made)
        return NULL;
    memcpy(made, path, length);
    memcpy(made + length, ".XXXXXX", 8);
    int file = mkstemp(made);
    mode_t mask = umask(0);
    umask(mask);
    FILE *stream = file >= 0 && fchmod(file, 0666 & ~mask) == 0 ? fdopen(file, "w") : NULL;
    if (stream) {
        *name = made;
        return stream;
    }
    int error = errno;
    if (file >= 0) {
        close(file);
        unlink(made);
    }
    sp_free(made);
    errno = error;
    return NULL;
}

int sp_sink_open(struct sp_cli *cli, struct sp_sink *sink)
{
    *sink = (struct sp_sink){ .stream = stdout };
    if (!cli->output.text || strcmp(cli->output.text, "-") == 0)
        return SP_OK;
    sink->path = cli->output.text;
    sp_signals_hold(&sink->hold);
    sink->stream = open_temporary(sink->path, &sink->temporary);
    if (sink->stream)
        return SP_OK;
    sp_signals_release(&sink->hold);
    blame_output(cli, errno);
    return SP_ERROR_FILE;
}

static int write_out(void *context, struct sp_slice text)
{
    struct sp_sink *sink = context;
    if (sink->error != 0)
        return SP_ERROR_FILE;
    if (sink->path && sp_signals_waiting())
        return SP_ERROR_STOPPED;
    errno = 0;
    if (fwrite(text.bytes, 1, text.length, sink->stream) == text.length && (sink->path || fflush(sink->stream) == 0))
        return SP_OK;
    sink->error = errno ? errno : EIO;
    sink->broken = !sink->path && sink->error == EPIPE;
    return SP_ERROR_FILE;
}

struct sp_output sp_sink_output(struct sp_sink *sink)
{
    return (struct sp_output){ write_out, sink };
}

int sp_sink_close(struct sp_cli *cli, struct sp_sink *sink, bool keep)
{
    int error = sink->error;
    if (sink->path) {
        if (fclose(sink->stream) != 0 && error == 0)
            error = errno;
        keep = keep && error == 0 && !sp_signals_waiting();
        if (keep && rename(sink->temporary, sink->path) != 0) {
            error = errno;
            keep = false;
        }
        if (!keep)
            unlink(sink->temporary);
        sp_free(sink->temporary);
        sp_signals_release(&sink->hold);
    }
    if (error == 0 || sink->broken)
        return SP_OK;
    blame_output(cli, error);
    return SP_ERROR_FILE;
}

/* A file that cannot be written was badly chosen; a full disk behind standard output was not. */
enum sp_exit sp_sink_exit(const struct sp_sink *sink)
{
    return sink->path ? SP_EXIT_USAGE : SP_EXIT_INTERNAL;
}

enum sp_exit sp_print_result(struct sp_cli *cli, const struct sp_buffer *text, enum sp_exit exit)
{
    struct sp_sink sink;
    if (text->failed)
        return sp_internal(cli, SP_ERROR_MEMORY);
    if (sp_sink_open(cli, &sink) != SP_OK)
        return SP_EXIT_USAGE;
    /* The result may go to the terminal that shows the progress line. */
    sp_progress_end(cli);
    write_out(&sink, sp_buffer_slice(text));
    return sp_sink_close(cli, &sink, true) == SP_OK ? exit : sp_sink_exit(&sink);
}

void sp_print_diagnostics(const struct sp_cli *cli, struct sp_diagnostics *diagnostics, uint32_t most)
{
    struct sp_buffer text = { 0 };
    uint32_t count = sp_diagnostics_count(diagnostics);
    uint32_t shown = most > 0 && count > most ? most : count;
    sp_diagnostics_sort(diagnostics);
    for (uint32_t i = 0; i < shown; i++) {
        sp_buffer_clear(&text);
        sp_diagnostic_render(diagnostics, sp_diagnostics_get(diagnostics, i), cli->report.language, cli->color_errors,
                             &text);
        fwrite(text.bytes, 1, text.length, stderr);
    }
    if (shown < count)
        fprintf(stderr,
                cli->report.language == SP_FRENCH ? "… et %u autres remarques (--tout)\n" : "… and %u more (--all)\n",
                count - shown);
    sp_buffer_free(&text);
}

void sp_print_warnings(const struct sp_cli *cli, const struct sp_diagnostics *diagnostics)
{
    uint32_t count = sp_diagnostics_count(diagnostics);
    if (count == 0)
        return;
    if (cli->report.language == SP_FRENCH)
        fprintf(stderr, "%u avertissement%s dans les règles : voir « spaser relire »\n", count, count > 1 ? "s" : "");
    else
        fprintf(stderr, "%u warning%s in the rules: see \"spaser lint\"\n", count, count > 1 ? "s" : "");
}

enum sp_exit sp_internal(const struct sp_cli *cli, int status)
{
    const char *reason = "";
    switch ((enum sp_error)status) {
    case SP_ERROR_MEMORY:
        reason = cli->report.language == SP_FRENCH ? "mémoire épuisée" : "out of memory";
        break;
    case SP_ERROR_LIMIT:
        reason = cli->report.language == SP_FRENCH ? "limite atteinte" : "limit reached";
        break;
    case SP_OK:
    case SP_ERROR_FILE:
    case SP_ERROR_OVERFLOW:
    case SP_ERROR_INPUT:
    case SP_ERROR_USAGE:
    case SP_ERROR_STOPPED:
        reason = cli->report.language == SP_FRENCH ? "erreur interne" : "internal error";
        break;
    }
    fprintf(stderr, "spaser : %s (%d)\n", reason, status);
    return SP_EXIT_INTERNAL;
}

/* Contracts between two updates of the progress line. */
enum { PROGRESS_STEP = 2000 };

void sp_progress(const struct sp_cli *cli, uint32_t done, uint32_t total)
{
    if (cli->progress && total > 2 * PROGRESS_STEP && done % PROGRESS_STEP == 0)
        fprintf(stderr, "\r%u / %u", done, total);
}

void sp_progress_end(const struct sp_cli *cli)
{
    if (cli->progress)
        fprintf(stderr, "\r\033[K");
}
