/*
 * The wait, over WSAPoll. Its entries and its events are not POSIX's, and it tells of a peer that sends no more
 * (POLLHUP) whether it was asked or not. Before Windows 10 2004 it does not tell of a connection that failed.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "windows_port.h"

/* How long to wait where all there is to see is something that nobody asked for. */
enum { LOOK_AGAIN_MS = 5 };

static SHORT asked(int events)
{
    return (SHORT)((events & PORT_POLL_IN ? POLLRDNORM : 0) | (events & PORT_POLL_PRI ? POLLRDBAND : 0) |
                   (events & PORT_POLL_OUT ? POLLWRNORM : 0));
}

static int16_t found(int events, SHORT revents)
{
    int bits = (revents & POLLRDNORM ? PORT_POLL_IN : 0) | (revents & POLLRDBAND ? PORT_POLL_PRI : 0) |
               (revents & POLLWRNORM ? PORT_POLL_OUT : 0) | (revents & (POLLERR | POLLNVAL) ? PORT_POLL_ERR : 0);
    if ((revents & POLLHUP) && (revents & POLLERR))
        bits |= PORT_POLL_HUP;
    else if (revents & POLLHUP)
        bits |= events & (PORT_POLL_IN | PORT_POLL_END);
    return (int16_t)bits;
}

/*
 * One look at all entries: how many have something to tell, or -1. `unasked`: whether some have what nobody wants. A negative
 * descriptor is passed over, so that WSAPoll does not see it.
 */
static int look(WSAPOLLFD *entries, struct port_poll *table, int n, int ms, int *unasked)
{
    ULONG watched = 0;
    for (int i = 0; i < n; i++) {
        if (table[i].fd >= 0)
            entries[watched++] = (WSAPOLLFD){.fd = (SOCKET)table[i].fd, .events = asked(table[i].events)};
    }
    *unasked = 0;
    if (watched == 0) {
        Sleep(ms < 0 ? INFINITE : (DWORD)ms);
    } else if (WSAPoll(entries, watched, ms) < 0)
        return -1;
    int ready = 0;
    watched = 0;
    for (int i = 0; i < n; i++) {
        table[i].revents = 0;
        if (table[i].fd < 0)
            continue;
        SHORT revents = entries[watched++].revents;
        table[i].revents = found(table[i].events, revents);
        ready += table[i].revents != 0;
        *unasked |= table[i].revents == 0 && revents != 0;
    }
    return ready;
}

/* Room for `n` entries, kept from one wait to the next; NULL without memory. */
static WSAPOLLFD *room_for(int n)
{
    static WSAPOLLFD *entries;
    static int room;
    if (n > room) {
        WSAPOLLFD *larger = realloc(entries, (size_t)n * sizeof *entries);
        if (larger == NULL)
            return NULL;
        entries = larger;
        room = n;
    }
    return entries;
}

int port_poll(struct port_poll *table, int n, double ms)
{
    if (n == 0) {
        Sleep(ms < 0 ? INFINITE : (DWORD)ceil(ms));
        return 0;
    }
    WSAPOLLFD *entries = room_for(n);
    if (entries == NULL)
        return -WSAENOBUFS;
    double until = port_now() + ms;
    for (;;) {
        double left = until - port_now();
        int timeout = ms < 0 ? -1 : left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)ceil(left);
        int unasked;
        int ready = look(entries, table, n, timeout, &unasked);
        if (ready < 0)
            return failure();
        if (ready > 0 || !unasked || timeout == 0)
            return ready;
        Sleep(LOOK_AGAIN_MS);
    }
}
