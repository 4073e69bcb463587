/*
 * QuickJS, as it is, and one function more, which needs what quickjs.c keeps to itself.
 *
 * Bytecode names properties by number: an image's first name is the first number after the engine's own. In a runtime
 * that has made other names before, every function is copied and its numbers put right; that is what this spares.
 */
#include "quickjs.c"

#include "in_place.h"

int quickjs_name_in_place(JSRuntime *runtime, const uint8_t *bytecode, size_t len)
{
    const uint8_t *at = bytecode + 1, *end = bytecode + len; /* behind the version of bytecode */
    uint32_t count, head;
    int n = len < 2 ? -1 : get_leb128(&count, at, end);
    for (at += n; n > 0 && count > 0; count--) {
        n = get_leb128(&head, at, end);
        if (n < 0)
            break;
        at += n;
        int wide = head & 1, units = head >> 1;
        if (units << wide > end - at)
            return 0; /* JS_ReadObject will say so */
        JSString *name = js_alloc_string_rt(runtime, units, wide);
        if (name == NULL)
            return -1;
        memcpy(name->u.str8, at, units << wide);
        if (!wide)
            name->u.str8[units] = '\0';
        at += units << wide;
        if (__JS_NewAtom(runtime, name, JS_ATOM_TYPE_STRING) == JS_ATOM_NULL)
            return -1;
    }
    return 0;
}
