/* A device: QuickJS with sockets. Runs one program to its end, or compiles one to an image. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "compiler.h"
#include "engine.h"
#include "file.h"
#include "image.h"
#include "port.h"
#include "stop.h"

enum { EXIT_COMMAND_LINE = 2, EXIT_REFUSED = 3 };

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

static int write_image(const struct command_line *line, struct image *image)
{
    uint8_t header[IMAGE_HEADER];
    image->budgets = line->budgets;
    image->profile = line->profile;
    strcpy(image->target, line->target);
    image_write_header(header, image);
    if (file_write(line->output, header, sizeof header, image->bytecode, image->length) < 0)
        return refuse(line->output, "it cannot be written.");
    return 0;
}

static int run(const struct command_line *line, const struct image *image)
{
    struct engine engine;
    if (engine_open(&engine, &line->budgets, image->bytecode, image->length) < 0) {
        fprintf(stderr,
                "[ws2kit] device: a heap of %lu bytes has no room for the engine, which needs %lu bytes besides the "
                "program's names, or this machine has less memory.\n",
                (unsigned long)line->budgets.heap, (unsigned long)ENGINE_HEAP);
        return OUTCOME_HEAP;
    }
    engine.tells_figures = line->figures;
    enum outcome outcome = engine_run(&engine);
    if (line->figures)
        engine_print_figures(&engine);
    engine_close(&engine);
    return outcome;
}

/* Budgets that the command line does not set are those of the image. */
static int act(struct command_line *line, struct image *image)
{
    default_to(&line->budgets.heap, image->budgets.heap);
    default_to(&line->budgets.stack, image->budgets.stack);
    default_to(&line->budgets.watchdog, image->budgets.watchdog);
    default_to(&line->budgets.descriptors, image->budgets.descriptors);
    default_to(&line->budgets.log, image->budgets.log);
    return line->compile ? write_image(line, image) : run(line, image);
}

static int act_on_image(struct command_line *line, const uint8_t *bytes, size_t len)
{
    struct image image;
    char why[256];
    if (line->compile)
        return refuse(line->input, "it is an image already; -c takes source text.");
    if (image_read(&image, bytes, len, why, sizeof why) < 0)
        return refuse(line->input, why);
    return act(line, &image);
}

static int act_on_source(struct command_line *line, const uint8_t *bytes, size_t len)
{
    struct image image = {.budgets = {2 * 1024 * 1024, 128 * 1024, 1000, 2048, 256 * 1024}}; /* as the usage says */
    if (!image_is_text(bytes, len))
        return refuse(line->input, "it is neither source text in UTF-8 nor an image, which begins with the eight bytes "
                      "89 57 53 32 0D 0A 1A 0A; copy it again.");
    uint8_t *bytecode = compile((const char *)bytes, len, file_name(line->input), !line->compile || line->debug, &image.length);
    if (bytecode == NULL)
        return OUTCOME_ERROR;
    image.bytecode = bytecode;
    int code = act(line, &image);
    free(bytecode);
    return code;
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
    stop_listen();
    int code = started < 0            ? refuse("the sockets", "they did not start.")
               : image_is(bytes, len) ? act_on_image(&line, bytes, len)
                                      : act_on_source(&line, bytes, len);
    free(bytes);
    port_stop();
    return code;
}
