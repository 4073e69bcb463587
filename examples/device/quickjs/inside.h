/* What a host asks of the inside of QuickJS. */
#ifndef INSIDE_H
#define INSIDE_H

#include <stddef.h>
#include <stdint.h>

#include "quickjs.h"

/*
 * Gives an image's names the numbers that its bytecode calls them by; to be called before the runtime has a context.
 * JS_ReadObject with JS_READ_OBJ_ROM_DATA then leaves the bytecode where it lies, in flash or in a file's bytes, and
 * copies none of it into the heap. 0, or -1 without memory.
 */
int quickjs_name_in_place(JSRuntime *runtime, const uint8_t *bytecode, size_t len);

/*
 * To be called where memory is refused. QuickJS then throws, which frees the error that it may just be writing a stack
 * into, for want of memory too; so the last ones are kept.
 */
enum { QUICKJS_ERRORS = 8 };
struct quickjs_errors {
    JSValue errors[QUICKJS_ERRORS];
    unsigned count;
    int since_call; /* whether memory was refused; for the host to clear */
    int speechless; /* whether the error of that was refused its memory too: QuickJS then throws null; for the host to clear */
};
void quickjs_keep_errors(JSRuntime *runtime, struct quickjs_errors *kept);

#endif
