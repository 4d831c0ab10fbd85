/* Load: the rule files named by the caller, those of the folders given, and those they use. Each is read and parsed once. */
#include "checking/checker.h"

#include "base/limits.h"
#include "syntax/parse.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define EXTENSION ".regles"
#define ESSAIS_EXTENSION ".essais" EXTENSION

/* A file once opened is known by its device and inode: two paths may lead to it. */
struct identity {
    dev_t device;
    ino_t inode;
    bool on_disk;
    bool followed;          /* its `utilise` lines were met: files that use each other end there */
};

struct loader {
    struct sp_checker *ck;
    const char *stdlib;
    struct identity *identities; /* parallel to ck->files */
    uint32_t capacity;
    int error;              /* SP_ERROR_FILE when a path of the caller cannot be read */
    bool skip_essais;
};

static int follow(struct loader *loader, uint32_t at);

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static uint32_t known_file(const struct loader *loader, const struct stat *status)
{
    for (uint32_t i = 0; i < loader->ck->file_count; i++) {
        const struct identity *identity = &loader->identities[i];
        if (identity->on_disk && identity->device == status->st_dev && identity->inode == status->st_ino)
            return i;
    }
    return UINT32_MAX;
}

/* Parses a registered text and keeps it. *at gets its place in ck->files. */
static int keep_file(struct loader *loader, uint32_t file, const struct stat *status, uint32_t *at)
{
    struct sp_checker *ck = loader->ck;
    if (ck->file_count >= SP_LIMIT_RULE_FILES)
        return SP_ERROR_LIMIT;
    void *files = ck->files, *identities = loader->identities;
    if (!sp_check_grow(ck, &files, &ck->file_capacity, ck->file_count, sizeof *ck->files))
        return SP_ERROR_MEMORY;
    ck->files = files;
    if (!sp_check_grow(ck, &identities, &loader->capacity, ck->file_count, sizeof *loader->identities))
        return SP_ERROR_MEMORY;
    loader->identities = identities;
    struct sp_node *node;
    int error = sp_parse_file(ck->arena, ck->names, ck->sources, file, ck->diagnostics, &node);
    if (error != SP_OK)
        return error;
    struct identity identity = { 0 };
    if (status) {
        identity.device = status->st_dev;
        identity.inode = status->st_ino;
        identity.on_disk = true;
    }
    *at = ck->file_count;
    loader->identities[*at] = identity;
    ck->files[*at].file = file;
    ck->files[*at].node = node;
    ck->files[*at].added = false;
    ck->file_count++;
    return SP_OK;
}

/* Reads a path unless it was read already; *at gets its place. */
static int load_path(struct loader *loader, const char *path, uint32_t *at)
{
    struct stat status;
    bool on_disk = stat(path, &status) == 0;
    if (on_disk) {
        *at = known_file(loader, &status);
        if (*at != UINT32_MAX)
            return SP_OK;
        if (S_ISDIR(status.st_mode)) {
            errno = EISDIR;
            return SP_ERROR_FILE;
        }
    }
    uint32_t file;
    int error = sp_sources_read(loader->ck->sources, path, SP_LIMIT_RULE_FILE_BYTES, &file);
    if (error != SP_OK)
        return error;
    error = keep_file(loader, file, on_disk ? &status : NULL, at);
    return error == SP_OK ? follow(loader, *at) : error;
}

/* A text registered by the caller under that name, so that tests and editors need no disk. */
static uint32_t registered(const struct loader *loader, const char *name)
{
    const struct sp_checker *ck = loader->ck;
    for (uint32_t i = 0; i < ck->file_count; i++)
        if (strcmp(sp_sources_name(ck->sources, ck->files[i].file), name) == 0)
            return i;
    return UINT32_MAX;
}

static const char *resolve(struct loader *loader, const struct sp_node *use, uint32_t at)
{
    struct sp_checker *ck = loader->ck;
    const char *text = sp_check_text(ck, use->text);
    if (!(use->flags & SP_NODE_QUOTED)) {
        /* The files of the library have names without accents. */
        struct sp_slice folded = use->name ? sp_names_text(ck->names, use->name) : sp_slice_of(text);
        return sp_check_format(ck, "%s%s%.*s" EXTENSION, loader->stdlib ? loader->stdlib : "", loader->stdlib ? "/" : "",
                               (int)folded.length, folded.bytes);
    }
    const char *from = sp_sources_name(ck->sources, ck->files[at].file);
    const char *slash = strrchr(from, '/');
    if (text[0] == '/' || !slash)
        return text;
    return sp_check_format(ck, "%.*s/%s", (int)(slash - from), from, text);
}

/* The words of the C library are English ones. */
static const char *reason_of(int number)
{
    if (number == ENOENT || number == ENOTDIR)
        return "il n'existe pas";
    if (number == EISDIR)
        return "c'est un dossier";
    if (number == EACCES)
        return "la lecture n'en est pas permise";
    return "la lecture a échoué";
}

static struct sp_diagnostic *blame_file(struct loader *loader, struct sp_span span, const char *path, int error)
{
    const char *reason = error == SP_ERROR_LIMIT ? "fichier trop gros, ou trop de fichiers" : reason_of(errno);
    return sp_check_blame(loader->ck, SP_E0209, span, path, reason, NULL);
}

/* `utilise « seuils »` where the library, or the folder, has seuils.regles. */
static void suggest_file(struct loader *loader, struct sp_diagnostic *said, const struct sp_node *use, const char *path)
{
    struct sp_checker *ck = loader->ck;
    const char *text = sp_check_text(ck, use->text);
    struct stat status;
    if (!(use->flags & SP_NODE_QUOTED) || ends_with(text, EXTENSION))
        return;
    if (stat(sp_check_format(ck, "%s" EXTENSION, path), &status) == 0)
        sp_check_suggest(ck, said, sp_check_format(ck, "utilise « %s" EXTENSION " »", text));
    else if (loader->stdlib && !strchr(text, '/') &&
             stat(sp_check_format(ck, "%s/%s" EXTENSION, loader->stdlib, text), &status) == 0)
        sp_check_suggest(ck, said, sp_check_format(ck, "utilise %s", text));
}

static int use_file(struct loader *loader, const struct sp_node *use, uint32_t from)
{
    const char *path = resolve(loader, use, from);
    uint32_t at = registered(loader, path);
    int error = SP_OK;
    if (at == UINT32_MAX)
        error = load_path(loader, path, &at);
    else if (!loader->identities[at].followed)
        error = follow(loader, at);
    if (error == SP_ERROR_MEMORY)
        return error;
    if (error != SP_OK)
        suggest_file(loader, blame_file(loader, use->head.file ? use->head : use->span, path, error), use, path);
    return SP_OK;
}

/* Loads what a file uses, depth first, once. */
static int follow(struct loader *loader, uint32_t at)
{
    const struct sp_node *node = loader->ck->files[at].node;
    int error = SP_OK;
    if (loader->identities[at].followed)
        return SP_OK;
    loader->identities[at].followed = true;
    for (const struct sp_node *use = node->first; use && error == SP_OK; use = use->next) {
        if (use->kind != SP_NODE_USE)
            continue;
        error = use_file(loader, use, at);
    }
    return error;
}

static int order_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of a folder, in order; hidden ones are left out. */
static const char **list_folder(struct sp_checker *ck, const char *path, uint32_t *count)
{
    *count = 0;
    DIR *folder = opendir(path);
    if (!folder)
        return NULL;
    const char **names = sp_check_room(ck, 64, sizeof *names);
    uint32_t capacity = names ? 64 : 0;
    for (struct dirent *entry = readdir(folder); entry && capacity; entry = readdir(folder)) {
        void *items = (void *)names;
        if (entry->d_name[0] == '.' || !sp_check_grow(ck, &items, &capacity, *count, sizeof *names))
            continue;
        names = items;
        names[(*count)++] = sp_check_text(ck, sp_slice_of(entry->d_name));
    }
    closedir(folder);
    if (names)
        qsort((void *)names, *count, sizeof *names, order_names);
    return names;
}

static void blame_path(struct loader *loader, const char *path, int error)
{
    struct sp_span nowhere = { 0, 0, 0 };
    blame_file(loader, nowhere, path, error);
    loader->error = SP_ERROR_FILE;
}

/* Depth of folders is bounded by the length of a path: a link to a parent ends there. */
static int load_folder(struct loader *loader, const char *path, uint32_t *found)
{
    uint32_t count;
    const char **names = list_folder(loader->ck, path, &count);
    if (!names && !loader->ck->failed)
        blame_path(loader, path, SP_ERROR_FILE);
    for (uint32_t i = 0; i < count; i++) {
        const char *inner = sp_check_format(loader->ck, "%s/%s", path, names[i]);
        int error = SP_OK;
        uint32_t at;
        if (is_folder(inner)) {
            error = load_folder(loader, inner, found);
        } else if (ends_with(inner, EXTENSION)) {
            (*found)++;
            if (loader->skip_essais && ends_with(inner, ESSAIS_EXTENSION))
                continue;
            error = load_path(loader, inner, &at);
            if (error != SP_OK && error != SP_ERROR_MEMORY) {
                blame_path(loader, inner, error);
                error = SP_OK;
            }
        }
        if (error != SP_OK)
            return error;
    }
    return loader->ck->failed ? SP_ERROR_MEMORY : SP_OK;
}

int sp_check_load(struct sp_checker *ck, const struct sp_compile_options *options)
{
    struct loader loader = { ck, options->stdlib, NULL, 0, SP_OK, options->skip_essais };
    for (uint32_t i = 0; i < options->path_count; i++) {
        const char *path = options->paths[i];
        uint32_t found = 0, at;
        if (is_folder(path)) {
            int error = load_folder(&loader, path, &found);
            if (error != SP_OK)
                return error;
            if (found == 0 && loader.error == SP_OK) {
                sp_check_blame(ck, SP_E0209, (struct sp_span){ 0, 0, 0 }, path, "aucun fichier " EXTENSION " dans ce dossier", NULL);
                loader.error = SP_ERROR_FILE;
            }
        } else {
            int error = load_path(&loader, path, &at);
            if (error == SP_ERROR_MEMORY)
                return error;
            if (error != SP_OK)
                blame_path(&loader, path, error);
        }
    }
    for (uint32_t i = 0; i < options->text_count; i++) {
        uint32_t at;
        int error = keep_file(&loader, options->texts[i], NULL, &at);
        if (error != SP_OK)
            return error;
        ck->files[at].added = true;
    }
    return loader.error;
}

int sp_check_load_texts(struct sp_checker *ck, const uint32_t *files, uint32_t count, const char *stdlib)
{
    struct loader loader = { ck, stdlib, NULL, 0, SP_OK, false };
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at;
        int error = keep_file(&loader, files[i], NULL, &at);
        if (error != SP_OK)
            return error;
    }
    for (uint32_t i = 0; i < count; i++) {
        int error = follow(&loader, i);
        if (error != SP_OK)
            return error;
    }
    return ck->failed ? SP_ERROR_MEMORY : SP_OK;
}

/* A file of essais is not read to judge contracts: a rule that stood there would be tested, and never applied. */
void sp_check_essai_files(struct sp_checker *ck)
{
    for (uint32_t i = 0; i < ck->file_count; i++) {
        if (!ends_with(sp_sources_name(ck->sources, ck->files[i].file), ESSAIS_EXTENSION))
            continue;
        for (const struct sp_node *node = ck->files[i].node->first; node; node = node->next)
            if (node->kind != SP_NODE_USE && node->kind != SP_NODE_ESSAI && node->kind != SP_NODE_LINE_WRONG)
                sp_check_blame(ck, SP_E0527, node->head.file ? node->head : node->span, NULL, NULL, NULL);
    }
}

struct named_file {
    const char *name;
    uint32_t file;
};

static int order_files(const void *a, const void *b)
{
    return strcmp(((const struct named_file *)a)->name, ((const struct named_file *)b)->name);
}

/* Keeps the files in the order of their names, whatever order they were read in; those of essais change no verdict, and
 * what the caller adds is no part of the rules. */
void sp_check_files(struct sp_checker *ck)
{
    struct named_file *files = sp_check_room(ck, ck->file_count, sizeof *files);
    ck->program->files = sp_check_room(ck, ck->file_count, sizeof *ck->program->files);
    if (ck->failed)
        return;
    uint32_t count = 0;
    for (uint32_t i = 0; i < ck->file_count; i++) {
        const char *name = sp_sources_name(ck->sources, ck->files[i].file);
        if (!ends_with(name, ESSAIS_EXTENSION) && !ck->files[i].added)
            files[count++] = (struct named_file){ name, ck->files[i].file };
    }
    qsort(files, count, sizeof *files, order_files);
    for (uint32_t i = 0; i < count; i++)
        ck->program->files[i] = files[i].file;
    ck->program->file_count = count;
}
