/*
 * The wait, with WSAPoll. Its entries and events differ from those of POSIX. It reports the end of the peer's stream
 * (POLLHUP) even if that was not requested; the guest mutes such an entry. Before Windows 10 version 2004, WSAPoll
 * does not report a failed connect, so this port needs that version.
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
 * WSAPoll's POLLHUP without POLLERR means that the peer sends no more; in the contract, it means that both directions
 * have ended. POLLERR ends a stream, with or without POLLHUP; on a datagram socket, the next receive returns the
 * error.
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
 * Polls the entries that name a descriptor, without waiting. Returns the number of ready entries, or -1. WSAPoll
 * refuses an empty table.
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

/* A table with room for `n` entries, which is used again by the next wait; NULL if there is no memory. */
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
