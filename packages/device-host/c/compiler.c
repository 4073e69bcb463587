#include "compiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

/* The memory of the computer that compiles, not of a device. */
static const struct budgets budgets = {128 * 1024 * 1024, 1024 * 1024, 60 * 1000, 1, 1};

static uint8_t *write(struct engine *engine, JSValueConst module, size_t *size)
{
    uint8_t *written = JS_WriteObject(engine->context, size, module, JS_WRITE_OBJ_BYTECODE);
    uint8_t *bytecode = written == NULL ? NULL : malloc(*size);
    if (bytecode == NULL)
        fprintf(stderr, "[ws2kit] device: there is no memory for the bytecode.\n");
    else
        memcpy(bytecode, written, *size);
    js_free(engine->context, written);
    return bytecode;
}

uint8_t *compile(const char *source, size_t len, const char *name, int debug, size_t *size)
{
    struct engine engine;
    if (engine_open(&engine, &budgets, NULL, 0) < 0) {
        fprintf(stderr, "[ws2kit] device: there is no memory for the compiler.\n");
        return NULL;
    }
    JS_AddIntrinsicEval(engine.context);
    int flags = JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY | (debug ? 0 : JS_EVAL_FLAG_STRIP);
    JSValue module = JS_Eval(engine.context, source, len, name, flags);
    uint8_t *bytecode = NULL;
    if (JS_IsException(module))
        engine_report(&engine);
    else
        bytecode = write(&engine, module, size);
    JS_FreeValue(engine.context, module);
    engine_close(&engine);
    return bytecode;
}
