/* UTF-8: decoding, validation, folding of names, display width, spelling distance. */
#ifndef SPASER_BASE_UTF8_H
#define SPASER_BASE_UTF8_H

#include "base/slice.h"

#include <stdint.h>

/* Decodes the code point at bytes[0..length); returns the bytes used (1 to 4), 0 at the end, or -1 on an invalid sequence. */
int sp_utf8_decode(const char *bytes, size_t length, uint32_t *code_point);

/* Writes a code point as UTF-8 to out[4]; returns the bytes written. */
int sp_utf8_encode(uint32_t code_point, char out[4]);

/* The offset of the first invalid byte, or `length` when all is valid. */
size_t sp_utf8_valid_prefix(const char *bytes, size_t length);

/* Folds a name: lower case, accents removed (composed or NFD), œ->oe, æ->ae, ’ -> ', no-break spaces -> space.
 * Writes at most `capacity` bytes, returns the bytes needed (the result is never longer than 2 x the input). */
size_t sp_utf8_fold(struct sp_slice text, char *out, size_t capacity);

/* Composes NFD accents of French (letter + U+0300, 0301, 0302, 0308, 0327) into NFC; never longer than the input. Returns the length. */
size_t sp_utf8_compose(struct sp_slice text, char *out, size_t capacity);

/* Code points in the text, and columns it takes on a terminal (wide characters 2, combining 0). */
size_t sp_utf8_count(struct sp_slice text);
size_t sp_utf8_width(struct sp_slice text);

/* Spelling distance (Damerau-Levenshtein, on code points of folded texts), stops above `most` and returns most + 1. */
unsigned sp_utf8_distance(struct sp_slice a, struct sp_slice b, unsigned most);

#endif
