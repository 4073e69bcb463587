#include "allowance.h"

#include <stdio.h>

#include "port.h"

void allowance_start(struct allowance *allowance, uint32_t rate)
{
    *allowance = (struct allowance){.rate = rate, .left = rate, .at = port_now()};
}

int allowance_take(struct allowance *allowance, size_t bytes)
{
    double now = port_now();
    allowance->left += (now - allowance->at) * allowance->rate / 1000;
    if (allowance->left > allowance->rate)
        allowance->left = allowance->rate;
    allowance->at = now;
    if ((double)bytes > allowance->left) {
        allowance->lines++;
        allowance->bytes += (unsigned long)bytes;
        return 0;
    }
    allowance->left -= (double)bytes;
    allowance_report(allowance);
    return 1;
}

void allowance_report(struct allowance *allowance)
{
    if (allowance->lines == 0)
        return;
    fprintf(stderr,
            "[ws2kit] device: %lu lines of the log and records, %lu bytes, were dropped: the program logged more than %lu "
            "bytes a second.\n",
            allowance->lines, allowance->bytes, (unsigned long)allowance->rate);
    allowance->lines = allowance->bytes = 0;
}
