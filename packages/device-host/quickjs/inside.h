/* Functions that need the internals of QuickJS. */
#ifndef INSIDE_H
#define INSIDE_H

#include <stddef.h>
#include <stdint.h>

#include "quickjs.h"

/*
 * Creates an image's names with the numbers that its bytecode uses. Call it before the runtime has a context. Then
 * JS_ReadObject with JS_READ_OBJ_ROM_DATA uses the bytecode in place, in flash or in a file's bytes, and copies
 * nothing into the heap. Returns 0, or -1 if there is no memory.
 */
int quickjs_name_in_place(JSRuntime *runtime, const uint8_t *bytecode, size_t len);

/*
 * Call it when an allocation is refused. QuickJS then throws, which may free an error whose stack it is still
 * writing, so this function holds references to the latest errors.
 */
enum { QUICKJS_ERRORS = 8 };
struct quickjs_errors {
    JSValue errors[QUICKJS_ERRORS];
    unsigned count;
    int since_call; /* whether an allocation was refused; the host clears it */
    int speechless; /* whether there was no room for the error either: QuickJS throws null; the host clears it */
};
void quickjs_keep_errors(JSRuntime *runtime, struct quickjs_errors *kept);

#endif
