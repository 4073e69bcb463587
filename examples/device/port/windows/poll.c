/*
 * The wait, over WSAPoll. Its entries and its events are not POSIX's, and it reports a peer that sends no more
 * (POLLHUP) whether it was asked or not; the guest mutes an entry for which that is nothing that it waits for. Before
 * Windows 10 version 2004 it does not report a connection that failed: this port needs that version.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "windows_port.h"

static SHORT asked(int events)
{
    return (SHORT)((events & PORT_POLL_IN ? POLLRDNORM : 0) | (events & PORT_POLL_PRI ? POLLRDBAND : 0) |
                   (events & PORT_POLL_OUT ? POLLWRNORM : 0));
}

static int is_stream(SOCKET s)
{
    int type = 0, len = sizeof type;
    return getsockopt(s, SOL_SOCKET, SO_TYPE, (char *)&type, &len) == 0 && type == SOCK_STREAM;
}

/*
 * A hang-up without an error says that the peer sends no more: a hang-up in the contract says that both directions have
 * ended. An error ends a stream, with a hang-up or without; a datagram socket's next receive returns it.
 */
static int16_t found(SOCKET s, SHORT revents)
{
    int bits = (revents & POLLRDNORM ? PORT_POLL_IN : 0) | (revents & POLLRDBAND ? PORT_POLL_PRI : 0) |
               (revents & POLLWRNORM ? PORT_POLL_OUT : 0) | (revents & (POLLERR | POLLNVAL) ? PORT_POLL_ERR : 0);
    if ((revents & POLLNVAL) || ((revents & POLLERR) && is_stream(s)))
        bits |= PORT_POLL_HUP;
    else if (revents & POLLHUP)
        bits |= PORT_POLL_IN | PORT_POLL_END;
    return (int16_t)bits;
}

/*
 * One look at the entries that name a descriptor: how many have something to report, or -1. WSAPoll takes no table
 * without one.
 */
static int look(WSAPOLLFD *entries, struct port_poll *table, int n, int ms)
{
    int m = 0;
    for (int i = 0; i < n; i++) {
        table[i].revents = 0;
        if (table[i].fd >= 0)
            entries[m++] = (WSAPOLLFD){.fd = (SOCKET)table[i].fd, .events = asked(table[i].events)};
    }
    if (m == 0)
        Sleep(ms < 0 ? INFINITE : (DWORD)ms);
    else if (WSAPoll(entries, (ULONG)m, ms) < 0)
        return -1;
    int ready = 0;
    for (int i = 0, at = 0; i < n; i++) {
        if (table[i].fd < 0)
            continue;
        table[i].revents = found(entries[at].fd, entries[at].revents);
        at++;
        ready += table[i].revents != 0;
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
    int ready = look(entries, table, n, ms < 0 ? -1 : ms > INT_MAX ? INT_MAX : (int)ceil(ms));
    return ready < 0 ? failure() : ready;
}
