/* Bytecode that is used where it lies, in flash or in a file's bytes, instead of from a copy in the heap. */
#ifndef IN_PLACE_H
#define IN_PLACE_H

#include <stddef.h>
#include <stdint.h>

#include "quickjs.h"

/*
 * Gives an image's names the numbers that its bytecode calls them by; to be called before the runtime has a context.
 * JS_ReadObject with JS_READ_OBJ_ROM_DATA then leaves the bytecode where it is. 0, or -1 without memory.
 */
int quickjs_name_in_place(JSRuntime *runtime, const uint8_t *bytecode, size_t len);

#endif
