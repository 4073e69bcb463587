/* Includes the unchanged quickjs.c, and adds two functions that need its static functions. */
#include "quickjs.c"

#include "inside.h"

/*
 * Bytecode refers to property names by number; an image's first name has the first number after the engine's own. In
 * a runtime that has created other names before, QuickJS copies every function and corrects its numbers. Creating the
 * image's names first avoids that.
 */

/* Reads one name of an image, at `at`. Returns its length in bytes, or -1 if it is not a name. */
static int read_name(JSRuntime *runtime, const uint8_t *at, const uint8_t *end, JSString **name)
{
    uint32_t head;
    int n = get_leb128(&head, at, end);
    if (n < 0 || (size_t)(head >> 1) << (head & 1) > (size_t)(end - at - n))
        return -1;
    int wide = head & 1, units = head >> 1, size = units << wide;
    *name = js_alloc_string_rt(runtime, units, wide);
    if (*name == NULL)
        return 0;
    memcpy((*name)->u.str8, at + n, size);
    if (!wide)
        (*name)->u.str8[units] = '\0';
    return n + size;
}

int quickjs_name_in_place(JSRuntime *runtime, const uint8_t *bytecode, size_t len)
{
    if (len < 2)
        return 0;
    const uint8_t *at = bytecode + 1, *end = bytecode + len; /* after the version of the bytecode */
    uint32_t count;
    int n = get_leb128(&count, at, end);
    for (; n > 0 && count > 0; count--) {
        JSString *name = NULL;
        at += n;
        n = read_name(runtime, at, end, &name);
        if (n == 0 || (n > 0 && __JS_NewAtom(runtime, name, JS_ATOM_TYPE_STRING) == JS_ATOM_NULL))
            return -1;
    }
    return 0; /* JS_ReadObject refuses an incomplete image */
}

void quickjs_keep_errors(JSRuntime *runtime, struct quickjs_errors *kept)
{
    JSValue error = runtime->current_exception;
    kept->since_call = 1;
    kept->speechless |= runtime->in_out_of_memory;
    if (!JS_IsObject(error))
        return;
    JSValue *place = &kept->errors[kept->count++ % QUICKJS_ERRORS];
    JSValue oldest = kept->count > QUICKJS_ERRORS ? *place : JS_NULL;
    *place = JS_DupValueRT(runtime, error);
    JS_FreeValueRT(runtime, oldest);
}
