#include "engine.h"

#include <stdio.h>
#include <string.h>

#include "device_host.h"
#include "inside.h"
#include "port.h"
#include "stop.h"

/* What is kept free until something has gone wrong. */
enum { RESERVE = 1024 };

/* QuickJS asks every ten thousand steps; a program that calls the host is alive. */
static int interrupt(JSRuntime *runtime, void *opaque)
{
    (void)runtime;
    struct engine *engine = opaque;
    double now = port_now();
    if (engine->calls != engine->calls_seen) {
        engine->calls_seen = engine->calls;
        engine->unanswered_since = now;
    }
    engine->bitten = now - engine->unanswered_since > engine->budgets.watchdog;
    engine->stopped = stop_requested();
    return engine->bitten || engine->stopped;
}

static void track_rejection(JSContext *context, JSValueConst promise, JSValueConst reason, JS_BOOL handled,
                            void *opaque)
{
    (void)promise;
    struct engine *engine = opaque;
    engine->unhandled += handled ? -1 : 1;
    if (handled)
        return;
    JS_FreeValue(context, engine->rejection);
    engine->rejection = JS_DupValue(context, reason);
}

/* What ES2020 promises and firmware may count on, but for what turns text into code: eval and Function. */
static void add_intrinsics(JSContext *context)
{
    JS_AddIntrinsicBaseObjects(context);
    JS_AddIntrinsicDate(context);
    JS_AddIntrinsicStringNormalize(context);
    JS_AddIntrinsicRegExpCompiler(context);
    JS_AddIntrinsicRegExp(context);
    JS_AddIntrinsicJSON(context);
    JS_AddIntrinsicProxy(context);
    JS_AddIntrinsicMapSet(context);
    JS_AddIntrinsicTypedArrays(context);
    JS_AddIntrinsicPromise(context);
#ifdef CONFIG_BIGNUM
    JS_AddIntrinsicBigInt(context);
#endif
}

static int open_context(struct engine *engine)
{
    engine->context = JS_NewContextRaw(engine->runtime);
    if (engine->context == NULL)
        return -1;
    JS_SetContextOpaque(engine->context, engine);
    add_intrinsics(engine->context);
    return device_host_install(engine->context);
}

int engine_open(struct engine *engine, const struct budgets *budgets, const uint8_t *bytecode, size_t len)
{
    memset(engine, 0, sizeof *engine);
    engine->budgets = *budgets;
    engine->bytecode = bytecode;
    engine->length = len;
    engine->opened_at = engine->unanswered_since = port_now();
    engine->boot_ms = -1;
    engine->rejection = JS_UNDEFINED;
    if (budgets->heap < ENGINE_HEAP || (engine->runtime = heap_open(&engine->heap, budgets->heap)) == NULL)
        return -1;
    JS_SetMaxStackSize(engine->runtime, budgets->stack);
    JS_SetGCThreshold(engine->runtime, budgets->heap / 4 * 3);
    JS_SetInterruptHandler(engine->runtime, interrupt, engine);
    JS_SetHostPromiseRejectionTracker(engine->runtime, track_rejection, engine);
    /* QuickJS does not look for room where it makes its own objects. */
    int fits = quickjs_name_in_place(engine->runtime, bytecode, len) == 0 &&
               engine->heap.size - heap_extent(&engine->heap) >= ENGINE_HEAP && open_context(engine) == 0;
    if (!fits) {
        heap_close(&engine->heap);
        return -1;
    }
    engine->reserve = js_malloc_rt(engine->runtime, RESERVE);
    return 0;
}

void engine_close(struct engine *engine)
{
    /* Where memory ran out, the engine's may be in any state. */
    if (engine->heap.refused == 0) {
        js_free_rt(engine->runtime, engine->reserve);
        JS_FreeValue(engine->context, engine->rejection);
        JS_FreeContext(engine->context);
        JS_FreeRuntime(engine->runtime);
    }
    heap_close(&engine->heap);
}

static JSValue load(struct engine *engine)
{
    JSValue module = JS_ReadObject(engine->context, engine->bytecode, engine->length,
                                   JS_READ_OBJ_BYTECODE | JS_READ_OBJ_ROM_DATA);
    if (!JS_IsException(module) && JS_ResolveModule(engine->context, module) < 0) {
        JS_FreeValue(engine->context, module);
        return JS_EXCEPTION;
    }
    return module;
}

static void print_property(JSContext *context, JSValueConst object, const char *name, const char *before)
{
    JSValue value = JS_GetPropertyStr(context, object, name);
    const char *text = JS_IsUndefined(value) || JS_IsException(value) ? NULL : JS_ToCString(context, value);
    if (text != NULL && text[0] != '\0')
        fprintf(stderr, "%s%s", before, text);
    JS_FreeCString(context, text);
    JS_FreeValue(context, value);
}

static void print_error(JSContext *context, JSValueConst error)
{
    if (!JS_IsObject(error)) {
        const char *text = JS_ToCString(context, error);
        fprintf(stderr, "[ws2kit] device: the program threw %s.\n", text == NULL ? "a value without a text" : text);
        JS_FreeCString(context, text);
        return;
    }
    print_property(context, error, "name", "[ws2kit] device: the program threw ");
    print_property(context, error, "message", ": ");
    fputc('\n', stderr);
    print_property(context, error, "stack", "");
}

/* The error's message, or "" for an error without one: QuickJS's own, when there was no room for it. */
static const char *message_of(JSContext *context, JSValueConst error)
{
    if (!JS_IsObject(error))
        return NULL;
    JSValue value = JS_GetPropertyStr(context, error, "message");
    const char *text = JS_ToCString(context, value);
    JS_FreeValue(context, value);
    return text;
}

/* What an uncaught error means. QuickJS throws null when not even its error object found room. */
static enum outcome judge(struct engine *engine, JSValueConst error)
{
    const char *message = message_of(engine->context, error);
    enum outcome outcome = OUTCOME_ERROR;
    if (engine->stopped)
        outcome = OUTCOME_STOPPED;
    else if (engine->bitten)
        outcome = OUTCOME_WATCHDOG;
    else if (engine->heap.refused != 0 &&
             (message == NULL || message[0] == '\0' || strcmp(message, "out of memory") == 0))
        outcome = OUTCOME_HEAP;
    else if (message != NULL && strcmp(message, "stack overflow") == 0)
        outcome = OUTCOME_STACK;
    JS_FreeCString(engine->context, message);
    return outcome;
}

enum outcome engine_report(struct engine *engine)
{
    js_free_rt(engine->runtime, engine->reserve); /* room to say what happened */
    engine->reserve = NULL;
    JSValue error = JS_GetException(engine->context);
    enum outcome outcome = judge(engine, error);
    if (outcome == OUTCOME_HEAP)
        fprintf(stderr,
                "[ws2kit] device: out of memory: %lu bytes were asked for when %lu of the heap's %lu were in use.\n",
                (unsigned long)engine->heap.refused, (unsigned long)engine->heap.used_then,
                (unsigned long)engine->budgets.heap);
    else if (outcome == OUTCOME_STACK)
        fprintf(stderr, "[ws2kit] device: the program needs more than its stack of %lu bytes.\n",
                (unsigned long)engine->budgets.stack);
    else if (outcome == OUTCOME_WATCHDOG)
        fprintf(stderr, "[ws2kit] device: the program ran for more than %lu ms without a call of the host's.\n",
                (unsigned long)engine->budgets.watchdog);
    else if (outcome == OUTCOME_ERROR)
        print_error(engine->context, error);
    JS_FreeValue(engine->context, error);
    return outcome;
}

/* Promises: what is due runs, until nothing is. Whoever is rejected and not heard then ends the program. */
static int run_jobs(struct engine *engine)
{
    JSContext *context;
    int ran;
    while ((ran = JS_ExecutePendingJob(engine->runtime, &context)) > 0) {
    }
    if (ran == 0 && engine->unhandled > 0) {
        JS_Throw(engine->context, JS_DupValue(engine->context, engine->rejection));
        return -1;
    }
    return ran;
}

enum outcome engine_run(struct engine *engine)
{
    JSValue module = load(engine);
    JSValue result = JS_IsException(module) ? module : JS_EvalFunction(engine->context, module);
    int failed = JS_IsException(result);
    JS_FreeValue(engine->context, result);
    if (failed || run_jobs(engine) < 0)
        return engine_report(engine);
    return OUTCOME_DONE;
}

void engine_called(struct engine *engine)
{
    engine->calls++;
}

void engine_print_figures(const struct engine *engine)
{
    fprintf(stderr, "[ws2kit] figures boot_ms=%.3f heap_after_boot=%lu heap_peak=%lu heap=%lu calls=%lu\n",
            engine->boot_ms, (unsigned long)engine->heap_after_boot, (unsigned long)engine->heap.peak,
            (unsigned long)engine->heap.used, (unsigned long)engine->calls);
    fflush(stderr);
}

void engine_booted(struct engine *engine)
{
    if (engine->boot_ms >= 0)
        return;
    engine->boot_ms = port_now() - engine->opened_at;
    JS_RunGC(engine->runtime); /* what booting left behind */
    engine->heap_after_boot = engine->heap.used;
    if (engine->tells_figures)
        engine_print_figures(engine);
}

/* quickjs.c has it, and quickjs.h does not say so. */
void JS_SetUncatchableError(JSContext *context, JSValueConst error, JS_BOOL flag);

JSValue engine_stop(struct engine *engine)
{
    engine->stopped = 1;
    JS_ThrowInternalError(engine->context, "stopped");
    JSValue error = JS_GetException(engine->context);
    JS_SetUncatchableError(engine->context, error, 1);
    return JS_Throw(engine->context, error);
}
