/* How much a program may log: so many bytes a second. What is over is dropped and counted. */
#ifndef ALLOWANCE_H
#define ALLOWANCE_H

#include <stddef.h>
#include <stdint.h>

struct allowance {
    uint32_t rate; /* bytes a second; after a quiet second, as many at once */
    double left;
    double at;
    unsigned long lines; /* dropped since the last report, and their bytes */
    unsigned long bytes;
};

void allowance_start(struct allowance *allowance, uint32_t rate);
/* Whether a line of `bytes` may pass. Reports what was dropped before it, on standard error. */
int allowance_take(struct allowance *allowance, size_t bytes);
void allowance_report(struct allowance *allowance);

#endif
