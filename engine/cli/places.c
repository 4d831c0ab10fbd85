/* Where rules, stdlib and contracts are: options, environment, this folder, the installed place, the build tree. */
#include "cli/cli.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Set by the build: where `cmake --install` puts stdlib/ and rules/. */
#ifndef SPASER_DATA_DIR
#define SPASER_DATA_DIR "/usr/local/share/spaser"
#endif

/* Folders deeper than this are not searched: a loop of links ends. */
enum { DEEPEST_FOLDER = 16, LONGEST_PATH = 4096, ANCESTORS = 8 };

static const char *const rule_endings[] = { ".regles", NULL };

bool sp_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static const char *join(struct sp_arena *arena, const char *folder, const char *name)
{
    struct sp_buffer text = { 0 };
    if (!folder)
        return NULL;
    sp_buffer_put(&text, folder);
    if (text.length > 0 && text.bytes[text.length - 1] != '/')
        sp_buffer_put_char(&text, '/');
    sp_buffer_put(&text, name);
    char *path = text.failed ? NULL : sp_arena_text(arena, text.bytes, text.length);
    sp_buffer_free(&text);
    return path;
}

static bool ends_like(const char *name, const char *const *endings)
{
    size_t length = strlen(name);
    for (; *endings; endings++) {
        size_t ending = strlen(*endings);
        if (length > ending && strcmp(name + length - ending, *endings) == 0)
            return true;
    }
    return false;
}

struct listing {
    struct sp_arena *arena;
    const char *const *endings;
    const char **files;
    uint32_t count, capacity;
};

static int keep_file(struct listing *listing, const char *path)
{
    if (listing->count == listing->capacity) {
        uint32_t larger = listing->capacity ? listing->capacity * 2 : 16;
        const char **grown = sp_arena_array(listing->arena, larger, sizeof *grown);
        if (!grown)
            return SP_ERROR_MEMORY;
        if (listing->count > 0)
            memcpy(grown, listing->files, listing->count * sizeof *grown);
        listing->files = grown;
        listing->capacity = larger;
    }
    listing->files[listing->count++] = path;
    return SP_OK;
}

static int list_folder(struct listing *listing, const char *folder, unsigned depth)
{
    DIR *entries = depth < DEEPEST_FOLDER ? opendir(folder) : NULL;
    int status = SP_OK;
    if (!entries)
        return SP_OK;
    for (struct dirent *entry = readdir(entries); entry && status == SP_OK; entry = readdir(entries)) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = join(listing->arena, folder, entry->d_name);
        if (!path)
            status = SP_ERROR_MEMORY;
        else if (sp_is_folder(path))
            status = list_folder(listing, path, depth + 1);
        else if (ends_like(entry->d_name, listing->endings))
            status = keep_file(listing, path);
    }
    closedir(entries);
    return status;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int sp_list_files(struct sp_arena *arena, const char *folder, const char *const *endings, const char ***files,
                  uint32_t *count, uint32_t *capacity)
{
    struct listing listing = { arena, endings, *files, *count, *capacity };
    uint32_t first = *count;
    int status = list_folder(&listing, folder, 0);
    if (listing.count > first)
        qsort(listing.files + first, listing.count - first, sizeof *listing.files, compare_paths);
    *files = listing.files;
    *count = listing.count;
    *capacity = listing.capacity;
    return status;
}

static bool has_rules(struct sp_arena *arena, const char *folder)
{
    const char **files = NULL;
    uint32_t count = 0;
    uint32_t capacity = 0;
    return sp_is_folder(folder) && sp_list_files(arena, folder, rule_endings, &files, &count, &capacity) == SP_OK &&
           count > 0;
}

/* The folder of a path, in words: no look at the disk, except that `..` is added where a name cannot be removed. */
static const char *parent(struct sp_arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    size_t start = length;
    while (start > 0 && path[start - 1] != '/')
        start--;
    struct sp_slice last = sp_slice_make(path + start, length - start);
    bool fixed = sp_slice_equal(last, sp_slice_of("..")) || sp_slice_equal(last, sp_slice_of("."));
    if (fixed)
        return join(arena, sp_slice_equal(last, sp_slice_of(".")) ? "" : path, "..");
    if (start == 0)
        return ".";
    while (start > 1 && path[start - 1] == '/')
        start--;
    return sp_arena_text(arena, path, start);
}

/* The folder of the running program, through /proc or argv[0]; NULL when it cannot be known. */
static const char *program_folder(struct sp_cli *cli)
{
    char text[LONGEST_PATH];
    ssize_t length = readlink("/proc/self/exe", text, sizeof text);
    if (length > 0 && (size_t)length < sizeof text) {
        const char *path = sp_arena_text(cli->arena, text, (size_t)length);
        return path ? parent(cli->arena, path) : NULL;
    }
    return strchr(cli->program, '/') ? parent(cli->arena, cli->program) : NULL;
}

/* A folder `name` (rules/clermont, stdlib) of the installed place or of the source tree around the program. */
static const char *find_beside_program(struct sp_cli *cli, const char *name)
{
    const char *folder = program_folder(cli);
    const char *shared = folder ? join(cli->arena, parent(cli->arena, folder), "share/spaser") : NULL;
    const char *path = shared ? join(cli->arena, shared, name) : NULL;
    if (path && sp_is_folder(path))
        return path;
    for (unsigned i = 0; folder && i < ANCESTORS && strcmp(folder, "/") != 0; i++) {
        path = join(cli->arena, folder, name);
        const char *mark = join(cli->arena, folder, "stdlib");
        if (path && mark && sp_is_folder(mark) && sp_is_folder(path))
            return path;
        folder = parent(cli->arena, folder);
    }
    path = join(cli->arena, SPASER_DATA_DIR, name);
    return path && sp_is_folder(path) ? path : NULL;
}

/* $SPASER_REGLES: paths separated by colons, as in PATH. */
static int split_paths(struct sp_cli *cli, const char *text, struct listing *listing)
{
    int status = SP_OK;
    while (*text && status == SP_OK) {
        size_t length = strcspn(text, ":");
        const char *path = length > 0 ? sp_arena_text(cli->arena, text, length) : NULL;
        if (length > 0)
            status = path ? keep_file(listing, path) : SP_ERROR_MEMORY;
        text += length + (text[length] == ':');
    }
    return status;
}

static int blame_missing(struct sp_cli *cli)
{
    for (uint32_t i = 0; i < cli->rules_count; i++) {
        struct stat info;
        if (stat(cli->rules[i].text, &info) != 0)
            sp_cli_blame(cli, SP_E2006, cli->rules[i].span, cli->rules[i].text, sp_system_reason(cli, errno), NULL);
        else if (S_ISDIR(info.st_mode) && !has_rules(cli->arena, cli->rules[i].text))
            sp_cli_blame(cli, SP_E2007, cli->rules[i].span, cli->rules[i].text, NULL, NULL);
        else if (S_ISREG(info.st_mode) && !ends_like(cli->rules[i].text, rule_endings))
            sp_cli_blame(cli, SP_E2017, cli->rules[i].span, cli->rules[i].text, NULL, NULL);
    }
    return sp_diagnostics_errors(cli->command) > 0 ? SP_ERROR_INPUT : SP_OK;
}

int sp_find_rules(struct sp_cli *cli, const char *const **paths, uint32_t *count)
{
    struct listing listing = { .arena = cli->arena };
    const char *environment = getenv("SPASER_REGLES");
    int status = SP_OK;
    for (uint32_t i = 0; i < cli->rules_count && status == SP_OK; i++)
        status = keep_file(&listing, cli->rules[i].text);
    if (status == SP_OK && listing.count == 0 && environment)
        status = split_paths(cli, environment, &listing);
    if (status == SP_OK && listing.count == 0 && has_rules(cli->arena, "rules"))
        status = keep_file(&listing, "rules");
    if (status == SP_OK && listing.count == 0) {
        const char *installed = find_beside_program(cli, "rules/clermont");
        if (installed)
            status = keep_file(&listing, installed);
    }
    if (status != SP_OK)
        return status;
    if (listing.count == 0) {
        struct sp_span line = { cli->command_file, 0, 6 };
        sp_cli_blame(cli, SP_E2007, line, "rules/", NULL, NULL);
        return SP_ERROR_INPUT;
    }
    *paths = listing.files;
    *count = listing.count;
    return blame_missing(cli);
}

const char *sp_find_stdlib(struct sp_cli *cli, const char *const *paths, uint32_t count)
{
    const char *environment = getenv("SPASER_STDLIB");
    if (environment && *environment)
        return environment;
    for (uint32_t i = 0; i < count; i++) {
        const char *folder = sp_is_folder(paths[i]) ? paths[i] : parent(cli->arena, paths[i]);
        /* stdlib, ../stdlib and ../../stdlib, seen from the rules. */
        for (unsigned up = 0; folder && up < 3; up++) {
            const char *found = strcmp(folder, ".") == 0 ? "stdlib" : join(cli->arena, folder, "stdlib");
            if (found && sp_is_folder(found))
                return found;
            folder = parent(cli->arena, folder);
        }
    }
    return find_beside_program(cli, "stdlib");
}
