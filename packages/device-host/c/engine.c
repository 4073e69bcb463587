#include "engine.h"

#include <stdio.h>
#include <string.h>

#include "device_host.h"
#include "inside.h"
#include "port.h"
#include "stop.h"
#include "thrown.h"

/* Bytes that stay free until an error must be reported. */
enum { RESERVE = 1024 };

/*
 * QuickJS calls this function every ten thousand steps. A program that calls the host is alive. Only processor time
 * counts, so that a program does not count as hung on a busy machine.
 */
static int interrupt(JSRuntime *runtime, void *opaque)
{
    (void)runtime;
    struct engine *engine = opaque;
    double now = port_cpu();
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

/* The globals of ES2020, except those that convert text to code: eval and Function. */
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

/*
 * QuickJS makes these globals at their first use, and aborts if it has no memory for them. So this function makes
 * them while there certainly is room.
 */
static void make_late_globals(JSContext *context)
{
    static const char *const names[] = {"JSON", "Math", "Reflect"};
    JSValue global = JS_GetGlobalObject(context);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        JS_FreeValue(context, JS_GetPropertyStr(context, global, names[i]));
    JS_FreeValue(context, global);
}

static int open_context(struct engine *engine)
{
    engine->context = JS_NewContextRaw(engine->runtime);
    if (engine->context == NULL)
        return -1;
    JS_SetContextOpaque(engine->context, engine);
    add_intrinsics(engine->context);
    make_late_globals(engine->context);
    return device_host_install(engine->context);
}

int engine_open(struct engine *engine, const struct budgets *budgets, const uint8_t *bytecode, size_t len)
{
    memset(engine, 0, sizeof *engine);
    engine->budgets = *budgets;
    engine->bytecode = bytecode;
    engine->length = len;
    engine->opened_at = port_now();
    engine->unanswered_since = port_cpu();
    engine->boot_ms = -1;
    engine->rejection = engine->step = JS_UNDEFINED;
    allowance_start(&engine->log, budgets->log);
    if (budgets->heap < ENGINE_HEAP || descriptors_start(&engine->descriptors, budgets->descriptors) < 0)
        return -1;
    if ((engine->runtime = heap_open(&engine->heap, budgets->heap)) == NULL) {
        descriptors_end(&engine->descriptors);
        return -1;
    }
    JS_SetMaxStackSize(engine->runtime, budgets->stack);
    JS_SetGCThreshold(engine->runtime, budgets->heap / 4 * 3);
    JS_SetInterruptHandler(engine->runtime, interrupt, engine);
    JS_SetHostPromiseRejectionTracker(engine->runtime, track_rejection, engine);
    /* QuickJS does not check for room when it makes its own objects. */
    int fits = quickjs_name_in_place(engine->runtime, bytecode, len) == 0 &&
               engine->heap.size - heap_extent(&engine->heap) >= ENGINE_HEAP && open_context(engine) == 0;
    if (!fits) {
        heap_close(&engine->heap);
        descriptors_end(&engine->descriptors);
        return -1;
    }
    engine->reserve = js_malloc_rt(engine->runtime, RESERVE);
    return 0;
}

void engine_close(struct engine *engine)
{
    descriptors_end(&engine->descriptors);
    allowance_report(&engine->log);
    /* After memory ran out, the engine may be in any state. */
    if (engine->heap.refused == 0) {
        js_free_rt(engine->runtime, engine->reserve);
        JS_FreeValue(engine->context, engine->rejection);
        JS_FreeValue(engine->context, engine->step);
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

/*
 * Whether an uncaught value reports that memory ran out: QuickJS's error, which has no message if there was no room
 * for it, or null if there was no room for the error either.
 */
static int is_out_of_memory(struct engine *engine, JSValueConst thrown)
{
    const struct quickjs_errors *errors = &engine->heap.errors;
    if (JS_IsNull(thrown))
        return errors->speechless;
    return thrown_is(engine->context, thrown, "InternalError", "out of memory", errors->since_call);
}

/* The outcome for an uncaught value. */
static enum outcome judge(struct engine *engine, JSValueConst thrown)
{
    if (engine->stopped)
        return OUTCOME_STOPPED;
    if (engine->bitten)
        return OUTCOME_WATCHDOG;
    if (engine->heap.refused != 0 && is_out_of_memory(engine, thrown))
        return OUTCOME_HEAP;
    if (thrown_is(engine->context, thrown, "InternalError", "stack overflow", 0))
        return OUTCOME_STACK;
    return OUTCOME_ERROR;
}

enum outcome engine_report(struct engine *engine)
{
    js_free_rt(engine->runtime, engine->reserve); /* makes room to report the error */
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
        thrown_print(engine->context, error);
    JS_FreeValue(engine->context, error);
    return outcome;
}

/* Runs jobs until none is due. A rejection that is still unhandled then ends the program. */
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

/* Calls the step that the program passed to `run`, once. Returns 1 to continue, 0 at the end, -1 with an exception. */
static int run_step(struct engine *engine)
{
    if (JS_IsUndefined(engine->step))
        return 0;
    JSValue result = stop_requested() ? engine_stop(engine) : JS_Call(engine->context, engine->step, JS_UNDEFINED, 0, NULL);
    int goes_on = JS_IsException(result) ? -1 : JS_ToBool(engine->context, result);
    JS_FreeValue(engine->context, result);
    return goes_on;
}

enum outcome engine_run(struct engine *engine)
{
    JSValue module = load(engine);
    JSValue result = JS_IsException(module) ? module : JS_EvalFunction(engine->context, module);
    int goes_on = JS_IsException(result) ? -1 : 1;
    JS_FreeValue(engine->context, result);
    while (goes_on > 0) {
        goes_on = run_jobs(engine);
        if (goes_on == 0)
            goes_on = run_step(engine);
    }
    return goes_on < 0 ? engine_report(engine) : OUTCOME_DONE;
}

void engine_called(struct engine *engine)
{
    engine->calls++;
    /* the program continued, so an earlier refused allocation does not count */
    engine->heap.errors.speechless = engine->heap.errors.since_call = 0;
}

void engine_goes_on_with(struct engine *engine, JSValueConst step)
{
    JSValue before = engine->step;
    engine->step = JS_DupValue(engine->context, step);
    JS_FreeValue(engine->context, before);
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
    JS_RunGC(engine->runtime); /* collects the garbage of booting */
    engine->heap_after_boot = engine->heap.used;
    if (engine->tells_figures)
        engine_print_figures(engine);
}

/* quickjs.c defines it, but quickjs.h does not declare it. */
void JS_SetUncatchableError(JSContext *context, JSValueConst error, JS_BOOL flag);

JSValue engine_stop(struct engine *engine)
{
    engine->stopped = 1;
    JS_ThrowInternalError(engine->context, "stopped");
    JSValue error = JS_GetException(engine->context);
    JS_SetUncatchableError(engine->context, error, 1);
    return JS_Throw(engine->context, error);
}
