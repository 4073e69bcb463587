/*
 * Whose port it is: the two systems mean different things by SO_REUSEADDR.
 *
 * Winsock, nothing set: a port that only lingers in TIME_WAIT may be bound again, any other may not. SO_REUSEADDR: a
 * port may be bound again, whoever holds it. Linux, nothing set: TIME_WAIT bars the port. SO_REUSEADDR on both
 * sockets: TIME_WAIT does not, but neither does a socket that is bound and does not listen. SO_REUSEPORT on both: the
 * port may be bound again.
 *
 * So Winsock's option is SO_REUSEPORT (options.c), and SO_REUSEADDR is this port's own: a stream socket gets it when
 * it listens, its connections keep it in TIME_WAIT; and a bind that fails tries again with it, which succeeds if
 * TIME_WAIT was all that stood in the way.
 */
#include <errno.h>

#include "port.h"
#include "posix.h"

static void allow_time_wait(int fd, int on)
{
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

int port_bind(int fd, const uint8_t *name, int namelen)
{
    struct sockaddr_storage address;
    socklen_t len = posix_address(&address, name, namelen);
    int rc = bind(fd, (struct sockaddr *)&address, len);
    int stream = fd >= 0 && fd < DESCRIPTORS && (descriptor_state[fd] & STATE_STREAM);
    if (rc < 0 && errno == EADDRINUSE && stream) {
        allow_time_wait(fd, 1);
        rc = bind(fd, (struct sockaddr *)&address, len);
        int error = errno;
        allow_time_wait(fd, 0);
        errno = error;
    }
    return rc < 0 ? winsock_error(errno) : 0;
}

int port_listen(int fd, int backlog)
{
    allow_time_wait(fd, 1);
    return listen(fd, backlog) < 0 ? winsock_error(errno) : 0;
}
