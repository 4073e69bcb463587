/* The number of bytes that a program may log in a second. More is dropped and counted. */
#ifndef ALLOWANCE_H
#define ALLOWANCE_H

#include <stddef.h>
#include <stdint.h>

struct allowance {
    uint32_t rate; /* bytes in a second; an unused second is saved, but not more than one */
    double left;
    double at;
    unsigned long lines; /* lines dropped since the last report, and their bytes */
    unsigned long bytes;
};

void allowance_start(struct allowance *allowance, uint32_t rate);
/* Whether a line of `bytes` may be logged. First reports, on standard error, the lines that were dropped before it. */
int allowance_take(struct allowance *allowance, size_t bytes);
void allowance_report(struct allowance *allowance);

#endif
