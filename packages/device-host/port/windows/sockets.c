/* Implements port.h with the system's Winsock, whose numbers and bytes are those of the contract. */
#include <string.h>

#include "windows_port.h"

enum { ADDRESS_ROOM = 28, SHARED_FLAGS = MSG_OOB | MSG_PEEK | MSG_DONTROUTE };

static int done(int rc)
{
    return rc == SOCKET_ERROR ? failure() : 0;
}

/* Makes a new socket non-blocking. */
static int admit(SOCKET s)
{
    u_long on = 1;
    if (s == INVALID_SOCKET)
        return failure();
    if (ioctlsocket(s, (long)FIONBIO, &on) != 0) {
        int error = failure();
        closesocket(s);
        return error;
    }
    return (int)s;
}

int port_open(int family, int type, int protocol)
{
    return admit(socket(family, type, protocol));
}

int port_close(int fd)
{
    /*
     * With a linger time, closing a non-blocking socket would fail. {1, 0} remains, because it resets the connection.
     */
    struct linger linger = {0, 0};
    int len = sizeof linger;
    if (getsockopt((SOCKET)fd, SOL_SOCKET, SO_LINGER, (char *)&linger, &len) == 0 && linger.l_linger != 0) {
        linger = (struct linger){0, 0};
        setsockopt((SOCKET)fd, SOL_SOCKET, SO_LINGER, (const char *)&linger, sizeof linger);
    }
    return done(closesocket((SOCKET)fd));
}

static const struct sockaddr *address(const uint8_t *name)
{
    return (const struct sockaddr *)(const void *)name;
}

int port_bind(int fd, const uint8_t *name, int namelen)
{
    return done(bind((SOCKET)fd, address(name), namelen));
}

int port_connect(int fd, const uint8_t *name, int namelen)
{
    return done(connect((SOCKET)fd, address(name), namelen));
}

int port_listen(int fd, int backlog)
{
    return done(listen((SOCKET)fd, backlog));
}

int port_accept(int fd, uint8_t *name)
{
    int len = ADDRESS_ROOM;
    return admit(accept((SOCKET)fd, (struct sockaddr *)(void *)name, &len));
}

int port_send(int fd, const uint8_t *buf, int len, int flags)
{
    int n = send((SOCKET)fd, (const char *)buf, len, flags & SHARED_FLAGS);
    return n < 0 ? failure() : n;
}

/* The system does not report the length of a datagram that was too long: returns one byte more than the room. */
static int received(int n, int len)
{
    if (n >= 0)
        return n;
    return WSAGetLastError() == WSAEMSGSIZE ? len + 1 : failure();
}

int port_recv(int fd, uint8_t *buf, int len, int flags)
{
    return received(recv((SOCKET)fd, (char *)buf, len, flags & SHARED_FLAGS), len);
}

int port_sendto(int fd, const uint8_t *buf, int len, int flags, const uint8_t *name, int namelen)
{
    int n = sendto((SOCKET)fd, (const char *)buf, len, flags & SHARED_FLAGS, address(name), namelen);
    return n < 0 ? failure() : n;
}

int port_recvfrom(int fd, uint8_t *buf, int len, int flags, uint8_t *name)
{
    int size = ADDRESS_ROOM;
    int n = recvfrom((SOCKET)fd, (char *)buf, len, flags & SHARED_FLAGS, (struct sockaddr *)(void *)name, &size);
    return received(n, len);
}

int port_shutdown(int fd, int how)
{
    return done(shutdown((SOCKET)fd, how));
}

int port_getsockname(int fd, uint8_t *name)
{
    int len = ADDRESS_ROOM;
    return getsockname((SOCKET)fd, (struct sockaddr *)(void *)name, &len) < 0 ? failure() : len;
}

int port_getpeername(int fd, uint8_t *name)
{
    int len = ADDRESS_ROOM;
    return getpeername((SOCKET)fd, (struct sockaddr *)(void *)name, &len) < 0 ? failure() : len;
}

/* Some options are a BOOL of one byte in this system, and of four bytes in the contract. */
int port_getsockopt(int fd, int level, int option, uint8_t *value, int len)
{
    int written = len;
    memset(value, 0, (size_t)len);
    if (getsockopt((SOCKET)fd, level, option, (char *)value, &written) < 0)
        return failure();
    return written < 4 && len >= 4 ? 4 : written;
}

int port_setsockopt(int fd, int level, int option, const uint8_t *value, int len)
{
    return done(setsockopt((SOCKET)fd, level, option, (const char *)value, len));
}

static int asked(int fd, long request)
{
    u_long value = 0;
    return ioctlsocket((SOCKET)fd, request, &value) < 0 ? failure() : (int)value;
}

int port_available(int fd)
{
    return asked(fd, (long)FIONREAD);
}

/* The system does not report the number; after a close, it sends the rest by itself. */
int port_unsent(int fd)
{
    (void)fd;
    return 0;
}

int port_atmark(int fd)
{
    return asked(fd, (long)SIOCATMARK);
}

int port_resolve(const char *name, int family, uint8_t *out, int len)
{
    struct addrinfo hints;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = family;
    hints.ai_socktype = SOCK_STREAM; /* requests one type, because otherwise every address is returned three times */
    struct addrinfo *list = NULL;
    int error = getaddrinfo(name, NULL, &hints, &list);
    if (error != 0)
        return -error;
    int n = 0;
    for (const struct addrinfo *at = list; at != NULL && (n + 1) * ADDRESS_ROOM <= len; at = at->ai_next) {
        if (at->ai_addrlen > ADDRESS_ROOM)
            continue;
        memset(out + n * ADDRESS_ROOM, 0, ADDRESS_ROOM);
        memcpy(out + n * ADDRESS_ROOM, at->ai_addr, at->ai_addrlen);
        n++;
    }
    freeaddrinfo(list);
    return n > 0 ? n : -WSANO_DATA;
}

int port_getnameinfo(const uint8_t *name, int namelen, uint8_t *out, int len)
{
    char host[NI_MAXHOST] = "";
    if (namelen == 0) {
        if (gethostname(host, sizeof host - 1) != 0)
            return -WSAGetLastError();
    } else {
        int error = getnameinfo((const struct sockaddr *)name, namelen, host, sizeof host, NULL, 0, NI_NAMEREQD);
        if (error != 0)
            return -error;
    }
    int n = (int)strlen(host);
    if (n > len)
        n = len;
    memcpy(out, host, (size_t)n);
    return n;
}
