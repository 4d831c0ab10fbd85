/* Fuzz targets: what a program fed with nonsense must survive. driver.c replays a corpus and mutates it;
 * each target can as well be linked with libFuzzer, whose entry point has the same shape. */
#ifndef SPASER_TESTS_FUZZ_TARGET_H
#define SPASER_TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

/* Feeds one input. Always returns 0: a defect shows as a sanitizer's report or an assertion. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
