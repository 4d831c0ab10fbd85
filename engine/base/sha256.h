/* SHA-256, to fingerprint the texts a result depends on. Wraps libmd. */
#ifndef SPASER_BASE_SHA256_H
#define SPASER_BASE_SHA256_H

#include "base/slice.h"

/* 64 hexadecimal digits and a NUL. */
#define SP_SHA256_HEX 65

struct sp_sha256;

/* Starts a fingerprint. NULL when memory is exhausted. */
struct sp_sha256 *sp_sha256_new(void);
/* Goes on with a piece of text; cutting a text in other pieces gives the same fingerprint. */
void sp_sha256_update(struct sp_sha256 *hash, struct sp_slice piece);
/* Writes the fingerprint in small hexadecimal digits and frees the hash. */
void sp_sha256_finish(struct sp_sha256 *hash, char out[SP_SHA256_HEX]);
/* Frees a hash that will not be finished. NULL is accepted. */
void sp_sha256_free(struct sp_sha256 *hash);

#endif
