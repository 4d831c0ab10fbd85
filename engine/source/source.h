/* Sources: texts of the files read, byte spans in them, and their line maps. */
#ifndef SPASER_SOURCE_SOURCE_H
#define SPASER_SOURCE_SOURCE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

#include <stdint.h>

/* A piece of a registered file, in bytes: [start, end). file 0 means "nowhere". */
struct sp_span {
    uint32_t file;
    uint32_t start;
    uint32_t end;
};

/* Where something stands for a person: line and column from 1, the column in code points. 0 means unknown. */
struct sp_place {
    uint32_t file;
    uint32_t line;
    uint32_t column;
};

struct sp_sources;

struct sp_sources *sp_sources_new(void);
void sp_sources_free(struct sp_sources *sources);

/* Reads a file of at most `limit` bytes ("-" is standard input). *file gets its number (from 1).
 * SP_ERROR_FILE (errno), SP_ERROR_LIMIT, SP_ERROR_MEMORY. A leading BOM is kept in the bytes and skipped by readers. */
int sp_sources_read(struct sp_sources *sources, const char *path, uint32_t limit, uint32_t *file);
/* Registers a text given by the caller (copied) under a name shown in messages. */
int sp_sources_add(struct sp_sources *sources, const char *name, struct sp_slice text, uint32_t *file);

const char *sp_sources_name(const struct sp_sources *sources, uint32_t file);
struct sp_slice sp_sources_text(const struct sp_sources *sources, uint32_t file);
uint32_t sp_sources_count(const struct sp_sources *sources);
/* The bytes of a span, clamped to its file. */
struct sp_slice sp_sources_slice(const struct sp_sources *sources, struct sp_span span);

/* Line and column of a byte. The line map of a file is built at the first call. */
struct sp_place sp_sources_place(const struct sp_sources *sources, uint32_t file, uint32_t offset);
/* The line's bytes without its end (LF, CRLF). Empty when there is no such line. */
struct sp_slice sp_sources_line(const struct sp_sources *sources, uint32_t file, uint32_t line);
/* Byte offset of a line and column (column in code points), clamped. */
uint32_t sp_sources_offset(const struct sp_sources *sources, uint32_t file, uint32_t line, uint32_t column);

#endif
