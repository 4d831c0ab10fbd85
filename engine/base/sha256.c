#include "base/sha256.h"

#include "base/memory.h"

#include <sha2.h>

struct sp_sha256 {
    SHA2_CTX context;
};

struct sp_sha256 *sp_sha256_new(void)
{
    struct sp_sha256 *hash = sp_calloc(1, sizeof *hash);
    if (hash)
        SHA256Init(&hash->context);
    return hash;
}

void sp_sha256_update(struct sp_sha256 *hash, struct sp_slice piece)
{
    if (piece.length)
        SHA256Update(&hash->context, (const uint8_t *)piece.bytes, piece.length);
}

void sp_sha256_finish(struct sp_sha256 *hash, char out[SP_SHA256_HEX])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[SHA256_DIGEST_LENGTH];
    SHA256Final(bytes, &hash->context);
    for (size_t i = 0; i < sizeof bytes; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * sizeof bytes] = '\0';
    sp_sha256_free(hash);
}

void sp_sha256_free(struct sp_sha256 *hash)
{
    sp_free(hash);
}
