/*
 * The local and peer names of a connection. Winsock reports them until the socket is closed; this system discards
 * them when the connection ends. So this file stores them at the start of the connection: at accept, and when
 * SO_ERROR reports that a connect has ended.
 */
#include <errno.h>
#include <string.h>

#include "port.h"
#include "posix.h"
#include "winsock_numbers.h"

enum { OWN, PEER };

static uint8_t stored[DESCRIPTORS][2][W_SOCKADDR_IN6_SIZE];

static int ask(int fd, int which, uint8_t *name)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof address;
    int rc = which == PEER ? getpeername(fd, (struct sockaddr *)&address, &len)
                           : getsockname(fd, (struct sockaddr *)&address, &len);
    return rc < 0 ? winsock_error(errno) : winsock_address(name, &address, len);
}

void names_note(int fd)
{
    if (fd < 0 || fd >= DESCRIPTORS || (descriptor_state[fd] & (STATE_CONNECTED | STATE_STREAM | STATE_NAMED)) !=
                                           (STATE_CONNECTED | STATE_STREAM))
        return;
    if (ask(fd, PEER, stored[fd][PEER]) > 0 && ask(fd, OWN, stored[fd][OWN]) > 0)
        descriptor_state[fd] |= STATE_NAMED;
}

static int named(int fd, int which, uint8_t *name)
{
    if (!descriptor_has(fd, STATE_NAMED))
        return ask(fd, which, name);
    int len = stored[fd][which][0] == W_AF_INET ? W_SOCKADDR_IN_SIZE : W_SOCKADDR_IN6_SIZE;
    memcpy(name, stored[fd][which], (size_t)len);
    return len;
}

int port_getsockname(int fd, uint8_t *name)
{
    return named(fd, OWN, name);
}

int port_getpeername(int fd, uint8_t *name)
{
    return named(fd, PEER, name);
}
