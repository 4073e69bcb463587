/* The command line. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include <stdint.h>

#include "engine.h"

struct command_line {
    const char *input;      /* an image, or a bundle's source text */
    const char *output;     /* the image to write; NULL to run */
    const char *target;     /* the target of an image, with -c */
    uint16_t profile;
    struct budgets budgets; /* 0: the value of the image, or the default */
    int compile;
    int debug;              /* whether the image contains file names and lines, for stacks */
    int figures;            /* whether to print measured figures */
};

/* Returns 0; -1 after a message on standard error; 1 after printing the usage on request. */
int command_line_read(struct command_line *line, int argc, char **argv);

#endif
