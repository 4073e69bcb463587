/* QuickJS within a heap, a stack and a watchdog, and how a program in it ended. */
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

/* How a program ended; also this program's exit code. 2 is the command line's, 3 an image's that was refused. */
enum outcome {
    OUTCOME_DONE = 0,
    OUTCOME_ERROR = 1,
    OUTCOME_HEAP = 4,
    OUTCOME_STACK = 5,
    OUTCOME_WATCHDOG = 6,
    OUTCOME_STOPPED = 7
};

/* What the engine itself takes of a heap at most, before there is a program. */
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
    JSValue step;           /* what the program has given its host to go on with; undefined for nothing */
    uint32_t calls;         /* of the host's functions: what the watchdog looks at */
    uint32_t calls_seen;
    double unanswered_since; /* of port_cpu */
    int bitten;             /* the watchdog ended the program */
    int stopped;            /* engine_stop did */
    int unhandled;          /* promises that were rejected and that nobody listens to */
    JSValue rejection;      /* the last one's reason */
    double opened_at;
    double boot_ms;         /* until `booted`; negative before it */
    size_t heap_after_boot;
    void *reserve;
    int tells_figures;      /* when the machine stands */
};

/*
 * An engine for a program's bytecode, which stays where it is until the engine is closed; with none, for the compiler.
 * 0, or -1 if not even the engine itself has room in this heap. It understands no source text.
 */
int engine_open(struct engine *engine, const struct budgets *budgets, const uint8_t *bytecode, size_t len);
void engine_close(struct engine *engine);

/*
 * Runs the program, its jobs and its steps to its end, and says on standard error what ended it, unless that is its
 * end.
 */
enum outcome engine_run(struct engine *engine);
/* Says the same of an exception that is pending. */
enum outcome engine_report(struct engine *engine);

/* A line on standard error of what was measured so far. */
void engine_print_figures(const struct engine *engine);

/* Called by the host's functions: at each call, when the machine stands, and to end the program wherever it is. */
void engine_called(struct engine *engine);
void engine_goes_on_with(struct engine *engine, JSValueConst step);
void engine_booted(struct engine *engine);
JSValue engine_stop(struct engine *engine);

#endif
