/* Codes returned to the caller (the other channel, diagnostics, speaks about the user's text). */
#ifndef SPASER_BASE_ERROR_H
#define SPASER_BASE_ERROR_H

enum sp_error {
    SP_OK = 0,
    SP_ERROR_MEMORY = -1,   /* allocation failed */
    SP_ERROR_FILE = -2,     /* a file could not be read or written (errno says why) */
    SP_ERROR_LIMIT = -3,    /* a limit of base/limits.h was reached */
    SP_ERROR_OVERFLOW = -4, /* an exact computation does not fit */
    SP_ERROR_INPUT = -5,    /* the input is wrong; the diagnostics say how */
    SP_ERROR_USAGE = -6,    /* the caller broke the contract of a function */
    SP_ERROR_STOPPED = -7   /* the caller asked a long work to stop */
};

#endif
