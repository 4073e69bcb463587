/* Runs QuickJS within limits of heap, stack and processor time, and reports how a program ended. */
#ifndef ENGINE_H
#define ENGINE_H

#include <stdint.h>

#include "allowance.h"
#include "descriptors.h"
#include "heap.h"
#include "quickjs.h"

struct budgets {
    uint32_t heap;        /* bytes, the engine's own objects included */
    uint32_t stack;       /* bytes */
    uint32_t watchdog;    /* milliseconds of processor time between two calls of the host */
    uint32_t descriptors; /* open at once */
    uint32_t log;         /* bytes of lines and records a second */
};

/* How a program ended; also this program's exit code. 2 means a wrong command line, 3 a refused image. */
enum outcome {
    OUTCOME_DONE = 0,
    OUTCOME_ERROR = 1,
    OUTCOME_HEAP = 4,
    OUTCOME_STACK = 5,
    OUTCOME_WATCHDOG = 6,
    OUTCOME_STOPPED = 7
};

/* The most bytes of heap that the engine itself uses before it runs a program. */
enum { ENGINE_HEAP = 14 * 1024 * sizeof(void *) };

struct engine {
    JSRuntime *runtime;
    JSContext *context;
    const uint8_t *bytecode;
    size_t length;
    struct budgets budgets;
    struct heap heap;
    struct descriptors descriptors;
    struct allowance log;
    JSValue step;           /* the function that the program passed to `run`; undefined for none */
    uint32_t calls;         /* calls of host functions, which the watchdog checks */
    uint32_t calls_seen;
    double unanswered_since; /* in the time of port_cpu */
    int bitten;             /* the watchdog ended the program */
    int stopped;            /* engine_stop ended the program */
    int unhandled;          /* rejected promises without a handler */
    JSValue rejection;      /* the reason of the last one */
    double opened_at;
    double boot_ms;         /* milliseconds until `booted`; negative before */
    size_t heap_after_boot;
    void *reserve;
    int tells_figures;      /* whether to print figures after the boot */
};

/*
 * Opens an engine for a program's bytecode, which must not move or be freed until the engine is closed; without
 * bytecode, for the compiler. Returns 0, or -1 if the heap has no room for the engine itself. It cannot parse source
 * text.
 */
int engine_open(struct engine *engine, const struct budgets *budgets, const uint8_t *bytecode, size_t len);
void engine_close(struct engine *engine);

/*
 * Runs the program, its jobs and its steps. If the program does not end normally, prints the reason on standard
 * error.
 */
enum outcome engine_run(struct engine *engine);
/* Prints the same for a pending exception. */
enum outcome engine_report(struct engine *engine);

/* Prints a line of measured figures on standard error. */
void engine_print_figures(const struct engine *engine);

/* Called by the host's functions: at each call, after the boot, and to end the program at any point. */
void engine_called(struct engine *engine);
void engine_goes_on_with(struct engine *engine, JSValueConst step);
void engine_booted(struct engine *engine);
JSValue engine_stop(struct engine *engine);

#endif
