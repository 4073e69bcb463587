/* A device: QuickJS with sockets. Runs one program to its end, or compiles one to an image. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "engine.h"
#include "file.h"
#include "image.h"
#include "port.h"

enum { EXIT_COMMAND_LINE = 2, EXIT_REFUSED = 3 };
enum { DEFAULT_HEAP = 2 * 1024 * 1024, DEFAULT_STACK = 128 * 1024, DEFAULT_WATCHDOG = 1000 };
/* The compiler runs on a desk, and has one's memory. */
static const struct budgets compiler = {UINT32_MAX, 1024 * 1024, 60000};

static int refuse(const char *path, const char *why)
{
    fprintf(stderr, "[ws2kit] device: %s: %s\n", path, why);
    return EXIT_REFUSED;
}

static void default_to(uint32_t *budget, uint32_t value)
{
    if (*budget == 0)
        *budget = value;
}

static void print_figures(const struct engine *engine)
{
    fprintf(stderr, "[ws2kit] figures boot_ms=%.3f heap_after_boot=%lu heap_peak=%lu heap=%lu calls=%lu\n",
            engine->boot_ms, (unsigned long)engine->heap_after_boot, (unsigned long)engine->heap.peak,
            (unsigned long)engine->heap.used, (unsigned long)engine->calls);
}

static int compile(const struct command_line *line, const char *source, size_t len)
{
    struct engine engine;
    if (engine_open(&engine, &compiler, 1) < 0)
        return refuse(line->input, "there is no memory for the compiler.");
    JSValue module = engine_compile(&engine, source, len, file_name(line->input));
    if (JS_IsException(module))
        return engine_run(&engine, module);
    size_t size;
    uint8_t *bytecode = JS_WriteObject(engine.context, &size, module, JS_WRITE_OBJ_BYTECODE);
    if (bytecode == NULL)
        return refuse(line->input, "there is no memory for its bytecode.");
    struct image image = {.profile = line->profile, .budgets = line->budgets, .bytecode = bytecode, .length = size};
    strcpy(image.target, line->target);
    uint8_t header[IMAGE_HEADER];
    image_write_header(header, &image);
    int written = file_write(line->output, header, sizeof header, bytecode, size);
    js_free(engine.context, bytecode);
    JS_FreeValue(engine.context, module);
    engine_close(&engine);
    return written < 0 ? refuse(line->output, "it cannot be written.") : 0;
}

static int run(const struct command_line *line, const struct image *image, const char *source, size_t len)
{
    struct engine engine;
    if (engine_open(&engine, &line->budgets, image == NULL) < 0) {
        fprintf(stderr, "[ws2kit] device: a heap of %lu bytes does not even hold the engine's own %lu.\n",
                (unsigned long)line->budgets.heap, (unsigned long)engine.heap.used);
        return OUTCOME_HEAP;
    }
    JSValue module = image != NULL ? engine_load(&engine, image->bytecode, image->length)
                                   : engine_compile(&engine, source, len, file_name(line->input));
    enum outcome outcome = engine_run(&engine, module);
    if (line->figures)
        print_figures(&engine);
    /* After a broken budget the engine's memory may be in any state; the system takes it back. */
    if (outcome <= OUTCOME_ERROR)
        engine_close(&engine);
    return outcome;
}

static int act(struct command_line *line, const uint8_t *bytes, size_t len)
{
    struct image image;
    char why[256];
    int is_image = image_is(bytes, len);
    if (is_image && line->compile)
        return refuse(line->input, "it is an image already; -c takes source text.");
    if (is_image && image_read(&image, bytes, len, why, sizeof why) < 0)
        return refuse(line->input, why);
    default_to(&line->budgets.heap, is_image ? image.budgets.heap : DEFAULT_HEAP);
    default_to(&line->budgets.stack, is_image ? image.budgets.stack : DEFAULT_STACK);
    default_to(&line->budgets.watchdog, is_image ? image.budgets.watchdog : DEFAULT_WATCHDOG);
    if (line->compile)
        return compile(line, (const char *)bytes, len);
    return run(line, is_image ? &image : NULL, (const char *)bytes, len);
}

int main(int argc, char **argv)
{
    struct command_line line;
    int read = command_line_read(&line, argc, argv);
    if (read != 0)
        return read > 0 ? EXIT_SUCCESS : EXIT_COMMAND_LINE;
    size_t len;
    uint8_t *bytes = file_read(line.input, &len);
    if (bytes == NULL)
        return refuse(line.input, "it cannot be read.");
    int started = port_start();
    int code = started < 0 ? refuse("the sockets", "they did not start.") : act(&line, bytes, len);
    free(bytes);
    port_stop();
    return code;
}
