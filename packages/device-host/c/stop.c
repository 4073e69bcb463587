#include "stop.h"

#include <signal.h>

static volatile sig_atomic_t requested;

static void request(int number)
{
    requested = number;
}

void stop_listen(void)
{
    signal(SIGINT, request);
    signal(SIGTERM, request);
}

int stop_requested(void)
{
    return requested != 0;
}
