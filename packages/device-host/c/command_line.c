#include "command_line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"

static const char usage[] =
    "ws2kit-device [OPTIONS] IMAGE|SOURCE          runs an image, or a bundle's source text\n"
    "ws2kit-device -c SOURCE -o IMAGE [OPTIONS]    compiles a bundle's source text to an image\n"
    "\n"
    "  --heap BYTES       the heap's budget; without it the image's own, or 2097152\n"
    "  --stack BYTES      the stack's, or 131072\n"
    "  --watchdog MS      the most processor time between two calls of the host, or 1000\n"
    "  --descriptors N    the most descriptors open at once, or 2048\n"
    "  --log BYTES        the most bytes to log in a second, or 262144; more is dropped and counted\n"
    "  --target NAME      with -c: the target that the bundle was built for\n"
    "  --profile NUMBER   with -c: the version of that target's profile, or 1\n"
    "  -g                 with -c: the image contains file names and lines, for stacks\n"
    "  --figures          prints measured figures on standard error, after boot and at the end\n"
    "\n"
    "Exit code: 0 the program ended, 1 it threw, 2 a wrong command line, 3 a refused file or image,\n"
    "4 out of memory, 5 out of stack, 6 the watchdog, 7 stopped by a signal.\n";

static int complain(const char *what, const char *name)
{
    fprintf(stderr, "[ws2kit] device: %s %s\n%s", name, what, usage);
    return -1;
}

static int read_number(const char *name, const char *text, uint32_t most, uint32_t *number)
{
    char *end;
    errno = 0;
    unsigned long long value = text == NULL ? 0 : strtoull(text, &end, 10);
    if (text == NULL || text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value == 0 || value > most)
        return complain("needs a whole number above 0 behind it, in the range of its field.", name);
    *number = (uint32_t)value;
    return 0;
}

static int read_text(const char *name, const char *text, const char **field)
{
    if (text == NULL)
        return complain("needs something behind it.", name);
    *field = text;
    return 0;
}

static int read_option(struct command_line *line, const char *name, const char *value)
{
    uint32_t profile = 0;
    if (strcmp(name, "-c") == 0) {
        line->compile = 1;
        return read_text(name, value, &line->input);
    }
    if (strcmp(name, "-o") == 0)
        return read_text(name, value, &line->output);
    if (strcmp(name, "--target") == 0)
        return read_text(name, value, &line->target);
    if (strcmp(name, "--heap") == 0)
        return read_number(name, value, UINT32_MAX, &line->budgets.heap);
    if (strcmp(name, "--stack") == 0)
        return read_number(name, value, UINT32_MAX, &line->budgets.stack);
    if (strcmp(name, "--watchdog") == 0)
        return read_number(name, value, UINT32_MAX, &line->budgets.watchdog);
    if (strcmp(name, "--descriptors") == 0)
        return read_number(name, value, UINT16_MAX, &line->budgets.descriptors);
    if (strcmp(name, "--log") == 0)
        return read_number(name, value, UINT32_MAX, &line->budgets.log);
    if (strcmp(name, "--profile") != 0)
        return complain("is no option of this program.", name);
    int read = read_number(name, value, UINT16_MAX, &profile);
    line->profile = (uint16_t)profile;
    return read;
}

static int check(const struct command_line *line)
{
    if (line->input == NULL)
        return complain("is missing: name an image or a source file.", "INPUT");
    if (!line->compile && line->output != NULL)
        return complain("goes with -c alone.", "-o");
    if (line->compile && (line->output == NULL || line->target == NULL))
        return complain("needs -o IMAGE and --target NAME.", "-c");
    if (line->target != NULL && (line->target[0] == '\0' || strlen(line->target) > IMAGE_NAME))
        return complain("takes a name of 1 to 16 characters.", "--target");
    return 0;
}

int command_line_read(struct command_line *line, int argc, char **argv)
{
    *line = (struct command_line){.profile = 1};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(usage, stdout);
            return 1;
        }
        if (strcmp(argv[i], "--figures") == 0)
            line->figures = 1;
        else if (strcmp(argv[i], "-g") == 0)
            line->debug = 1;
        else if (argv[i][0] == '-') {
            if (read_option(line, argv[i], argv[i + 1]) < 0)
                return -1;
            i++;
        } else if (line->input != NULL)
            return complain("is one file too many.", argv[i]);
        else
            line->input = argv[i];
    }
    return check(line);
}
