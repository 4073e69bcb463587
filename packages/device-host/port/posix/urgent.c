/*
 * Urgent data by Winsock's rules, as far as the system supports them. BSD sockets store one urgent byte. It stays in
 * the stream after MSG_OOB has read it, so that it would be read again after SO_OOBINLINE or the next urgent byte.
 * This file discards such a byte when reading reaches it.
 */
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "port.h"
#include "posix.h"

/* A byte that MSG_OOB has read and that is still in the stream. */
struct apart {
    struct apart *next;
    int fd;
    int gap; /* the distance in bytes from the previous one */
};

static struct apart *all; /* the next one of the socket, in stream order */

static int value_of(int fd, unsigned long request)
{
    int value = 0;
    ioctl(fd, request, &value);
    return value;
}

/* The link to the first such byte of a socket, or the link at the end of the list. */
static struct apart **first_of(int fd)
{
    struct apart **at = &all;
    while (*at != NULL && (*at)->fd != fd)
        at = &(*at)->next;
    return at;
}

static void drop(struct apart **at)
{
    struct apart *dropped = *at;
    *at = dropped->next;
    free(dropped);
}

static int is_inline(int fd)
{
    int on = 0;
    socklen_t len = sizeof on;
    getsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &on, &len);
    return on;
}

static void set_inline(int fd, int on)
{
    setsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
}

/* Whether an urgent byte waits for MSG_OOB. */
static int waits(int fd)
{
    uint8_t byte;
    return recv(fd, &byte, 1, MSG_OOB | MSG_PEEK) > 0;
}

/* Whether an urgent byte has arrived that reading has not passed. */
static int stands(int fd)
{
    struct pollfd entry = {.fd = fd, .events = POLLPRI};
    return poll(&entry, 1, 0) > 0 && (entry.revents & POLLPRI);
}

int urgent_reach(int fd)
{
    if (!descriptor_has(fd, STATE_APART))
        return INT_MAX;
    const struct apart *first = *first_of(fd);
    return first == NULL ? INT_MAX : first->gap;
}

void urgent_taken(int fd)
{
    struct apart **at = first_of(fd), *taken = malloc(sizeof *taken);
    if (taken == NULL)
        return; /* the byte is read again, in line */
    int known = 0;
    for (; *at != NULL; at = &(*at)->next) {
        if ((*at)->fd == fd)
            known += (*at)->gap + 1;
    }
    int ahead = value_of(fd, SIOCATMARK) == 1 ? 0 : value_of(fd, FIONREAD) - known;
    *taken = (struct apart){.fd = fd, .gap = ahead > 0 ? ahead : 0};
    *at = taken;
    descriptor_add(fd, STATE_APART);
    urgent_passed(fd, 0);
}

void urgent_passed(int fd, int count)
{
    struct apart **at = first_of(fd);
    int in_line = is_inline(fd);
    if (*at != NULL)
        (*at)->gap -= count;
    for (; *at != NULL && (*at)->gap <= 0; at = first_of(fd)) {
        uint8_t byte;
        /* the system returns the byte at its mark only in line */
        if (!in_line)
            set_inline(fd, 1);
        recv(fd, &byte, 1, 0);
        if (!in_line)
            set_inline(fd, 0);
        drop(at);
    }
    if (*at == NULL)
        descriptor_drop(fd, STATE_APART);
}

void urgent_goes_inline(int fd)
{
    if (descriptor_has(fd, STATE_STREAM) && waits(fd))
        descriptor_add(fd, STATE_MOVED);
}

void urgent_forget(int fd)
{
    if (!descriptor_has(fd, STATE_APART))
        return;
    for (struct apart **at = first_of(fd); *at != NULL; at = first_of(fd))
        drop(at);
}

int port_atmark(int fd)
{
    if (!is_inline(fd))
        return !waits(fd);
    int standing = stands(fd);
    if (!standing)
        descriptor_drop(fd, STATE_MOVED);
    if (descriptor_has(fd, STATE_MOVED))
        return 0;
    return !(standing && value_of(fd, SIOCATMARK) == 0);
}
