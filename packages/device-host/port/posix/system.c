/* The clock, random bytes, and the wait. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "port.h"
#include "posix.h"
#include "winsock_numbers.h"

int port_start(void)
{
    /* A program continues if its console is closed. */
    signal(SIGPIPE, SIG_IGN);
    return 0;
}

void port_stop(void)
{
}

double port_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

double port_cpu(void)
{
    struct timespec spent;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (double)spent.tv_sec * 1e3 + (double)spent.tv_nsec / 1e6;
}

int port_random(uint8_t *buf, size_t len)
{
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -W_WSASYSCALLFAILURE;
    while (len > 0) {
        ssize_t n = read(fd, buf, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        buf += n;
        len -= (size_t)n;
    }
    close(fd);
    return len == 0 ? 0 : -W_WSASYSCALLFAILURE;
}

/* The contract's table is this system's struct pollfd, so it is passed to poll(2) unchanged. */
typedef char same_table[sizeof(struct port_poll) == sizeof(struct pollfd) && PORT_POLL_IN == POLLIN ? 1 : -1];

int port_poll(struct port_poll *table, int n, double ms)
{
    /* Rounds up, because rounding down would make the last millisecond a busy loop. */
    int timeout = ms < 0 ? -1 : ms > INT_MAX ? INT_MAX : (int)ceil(ms);
    int ready = poll((struct pollfd *)(void *)table, (nfds_t)n, timeout);
    if (ready >= 0)
        return ready;
    if (errno != EINTR)
        return winsock_error(errno);
    for (int i = 0; i < n; i++)
        table[i].revents = 0;
    return 0;
}
