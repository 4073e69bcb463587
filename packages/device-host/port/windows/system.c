/* The clock and random bytes. */
#define _CRT_RAND_S
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "windows_port.h"

int port_start(void)
{
    /* Lines end with LF, as on every other host. */
    _setmode(_fileno(stdout), _O_BINARY);
    _setmode(_fileno(stderr), _O_BINARY);
    WSADATA data;
    return -WSAStartup(MAKEWORD(2, 2), &data);
}

void port_stop(void)
{
    WSACleanup();
}

double port_now(void)
{
    LARGE_INTEGER now, frequency;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return (double)now.QuadPart * 1e3 / (double)frequency.QuadPart;
}

static double milliseconds(FILETIME time)
{
    return ((double)time.dwHighDateTime * 4294967296.0 + (double)time.dwLowDateTime) / 1e4;
}

double port_cpu(void)
{
    FILETIME created, ended, kernel, user;
    if (!GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user))
        return port_now();
    return milliseconds(kernel) + milliseconds(user);
}

int port_random(uint8_t *buf, size_t len)
{
    unsigned int word;
    while (len > 0) {
        if (rand_s(&word) != 0)
            return -WSASYSCALLFAILURE;
        size_t n = len < sizeof word ? len : sizeof word;
        memcpy(buf, &word, n);
        buf += n;
        len -= n;
    }
    return 0;
}
