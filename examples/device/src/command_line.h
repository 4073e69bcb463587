/* The command line. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include <stdint.h>

#include "engine.h"

struct command_line {
    const char *input;      /* an image, or a bundle's source text */
    const char *output;     /* the image to write; NULL to run */
    const char *target;     /* what an image is for, with -c */
    uint16_t profile;
    struct budgets budgets; /* 0: the image's own, or the default */
    int compile;
    int debug;              /* whether the image keeps what a stack needs to name files and lines */
    int figures;            /* whether to print what was measured */
};

/* 0; -1 after a sentence on standard error; 1 if only the usage was asked for, and printed. */
int command_line_read(struct command_line *line, int argc, char **argv);

#endif
