/* The sockets of a BSD library behind port.h: one call for each call, but where the two systems differ. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/sockios.h>
#endif

#include "port.h"
#include "posix.h"
#include "winsock_numbers.h"

enum { LONGEST_DATAGRAM = 65507 };
uint16_t descriptor_state[DESCRIPTORS];

static int failure(void)
{
    return winsock_error(errno);
}

static int done(int rc)
{
    return rc < 0 ? failure() : 0;
}

int descriptor_has(int fd, int state)
{
    return fd >= 0 && fd < DESCRIPTORS && (descriptor_state[fd] & state) != 0;
}

void descriptor_add(int fd, int state)
{
    if (fd >= 0 && fd < DESCRIPTORS)
        descriptor_state[fd] = (uint16_t)(descriptor_state[fd] | state);
}

void descriptor_drop(int fd, int state)
{
    if (fd >= 0 && fd < DESCRIPTORS)
        descriptor_state[fd] = (uint16_t)(descriptor_state[fd] & ~state);
}

/* A descriptor's first moment: it must not block, nor outlive this program, and have its place in the table. */
static int admit(int fd, int state)
{
    if (fd < 0)
        return failure();
    if (fd >= DESCRIPTORS || fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
        close(fd);
        return -W_WSAEMFILE;
    }
    descriptor_state[fd] = (uint16_t)state;
    binding_forget(fd);
    return fd;
}

int port_open(int family, int type, int protocol)
{
    int state = type == SOCK_STREAM ? STATE_STREAM : type == SOCK_DGRAM ? STATE_DATAGRAM : 0;
    int fd = admit(socket(posix_family(family), type, protocol), state);
    if (fd >= 0 && type == SOCK_DGRAM)
        error_queue_enable(fd, family);
    /* An IPv6 socket speaks IPv6 alone until it is told otherwise: the other system's default. */
    if (fd >= 0 && family == W_AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &(int){1}, sizeof(int));
    return fd;
}

int port_close(int fd)
{
    binding_forget(fd);
    urgent_forget(fd);
    if (descriptor_has(fd, STATE_LINGERS)) {
        /* With a time, close(2) would wait even where the socket does not block. {1, 0}, which resets, stays. */
        struct linger linger = {0, 0};
        socklen_t len = sizeof linger;
        if (getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &len) == 0 && linger.l_linger != 0)
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){0, 0}, sizeof linger);
    }
    return done(close(fd));
}

/* Whether an address has port 0, which no socket is bound to. */
static int has_no_port(const struct sockaddr_storage *address, socklen_t len)
{
    const struct sockaddr_in *in = (const struct sockaddr_in *)address; /* IPv6 has its port at the same place */
    return len >= (socklen_t)sizeof *in && address->ss_family != AF_UNSPEC && in->sin_port == 0;
}

int port_connect(int fd, const uint8_t *name, int namelen)
{
    struct sockaddr_storage address;
    socklen_t len = posix_address(&address, name, namelen);
    if (has_no_port(&address, len))
        return -W_WSAEADDRNOTAVAIL;
    int rc = connect(fd, (struct sockaddr *)&address, len);
    if (rc < 0 && errno != EINPROGRESS) {
        int code = failure();
        if (descriptor_has(fd, STATE_STREAM))
            binding_again(fd);
        return code;
    }
    descriptor_add(fd, STATE_CONNECTED);
    /* A stream's connect has one end, also where a system connects at once: SO_ERROR, which stores the names. */
    return rc < 0 || descriptor_has(fd, STATE_STREAM) ? -W_WSAEWOULDBLOCK : 0;
}

int port_accept(int fd, uint8_t *name)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof address;
    int accepted = accept(fd, (struct sockaddr *)&address, &len);
    /* A connection takes its listener's SO_LINGER over. */
    int lingers = descriptor_has(fd, STATE_LINGERS) ? STATE_LINGERS : 0;
    accepted = admit(accepted, STATE_STREAM | STATE_CONNECTED | lingers);
    if (accepted >= 0) {
        winsock_address(name, &address, len);
        names_note(accepted);
    }
    return accepted;
}

/* The flags that both systems have; a peer that is gone is an error, not a signal. */
static int posix_flags(int flags)
{
    return ((flags & W_MSG_OOB) ? MSG_OOB : 0) | ((flags & W_MSG_PEEK) ? MSG_PEEK : 0) |
           ((flags & W_MSG_DONTROUTE) ? MSG_DONTROUTE : 0) | MSG_NOSIGNAL;
}

/* A datagram's whole length is wanted; on a stream MSG_TRUNC would throw the bytes away. */
static int receive_flags(int fd, int flags)
{
    return posix_flags(flags) | (descriptor_has(fd, STATE_STREAM) ? 0 : MSG_TRUNC);
}

/*
 * Whether a datagram's send may have failed for an earlier datagram: then it is to be tried again. The error stays in
 * the queue, so that a waiting receive wakes.
 */
static int was_earlier(int fd)
{
    if (!descriptor_has(fd, STATE_DATAGRAM) || errno == EAGAIN)
        return 0;
    descriptor_add(fd, errno == ECONNREFUSED ? STATE_ERRORS | STATE_REFUSED : STATE_ERRORS);
    return 1;
}

/* Notes that a connection has broken. Whether that is an abort: a reset behind the peer's end. */
static int broke(int fd)
{
    if (!descriptor_has(fd, STATE_RESET))
        descriptor_add(fd, STATE_ABORTED);
    return descriptor_has(fd, STATE_ABORTED);
}

/* Why a transfer failed: ETIMEDOUT is keep-alive's too, which leaves nothing unanswered but its probes. */
static int transfer_failure(int fd, int error)
{
    if (error == ECONNRESET)
        descriptor_add(fd, STATE_RESET);
#ifdef SIOCOUTQ
    if (error == ETIMEDOUT && descriptor_has(fd, STATE_NAMED) && port_unsent(fd) == 0)
        return -W_WSAENETRESET;
#endif
    return winsock_error(error);
}

/* EPIPE is one word for three situations that Winsock tells apart. */
static int send_failure(int fd)
{
    if (errno != EPIPE)
        return transfer_failure(fd, errno);
    if (descriptor_has(fd, STATE_SEND_SHUT))
        return -W_WSAESHUTDOWN;
    if (!descriptor_has(fd, STATE_CONNECTED))
        return -W_WSAENOTCONN;
    return broke(fd) ? -W_WSAECONNABORTED : -W_WSAECONNRESET;
}

/* Whether a stream that reads as ended was reset behind its peer's end, which the system reports to sends alone. */
static int was_aborted(int fd)
{
    struct pollfd own = {.fd = fd};
    if (!descriptor_has(fd, STATE_STREAM) || descriptor_has(fd, STATE_ABORTED))
        return descriptor_has(fd, STATE_ABORTED);
    return poll(&own, 1, 0) > 0 && (own.revents & POLLERR) && broke(fd);
}

/* Nobody had the port of an earlier datagram. A peek leaves that to the next receive. */
static int refused(int fd, int flags)
{
    if (flags & W_MSG_PEEK)
        descriptor_add(fd, STATE_ERRORS | STATE_REFUSED);
    return -W_WSAECONNRESET;
}

/* What a receive reports of the errors that a send has met: a code, or 0 for nothing. */
static int earlier_error(int fd, int flags)
{
    if (!descriptor_has(fd, STATE_ERRORS))
        return 0;
    error_queue_clear(fd);
    int was_refused = descriptor_has(fd, STATE_REFUSED);
    descriptor_drop(fd, STATE_ERRORS | STATE_REFUSED);
    return was_refused ? refused(fd, flags) : 0;
}

/* Why a receive failed; 0 to receive again: Winsock does not report this error. */
static int receive_failure(int fd, int flags)
{
    int error = errno;
    if (error != EAGAIN && descriptor_has(fd, STATE_DATAGRAM)) {
        int found = error_queue_clear(fd);
        if (error == ECONNREFUSED)
            return refused(fd, flags);
        if (found > 0)
            return 0;
    }
    /* EINVAL is both "no urgent data yet" and "urgent data comes in line". */
    if (error != EINVAL || !(flags & W_MSG_OOB))
        return transfer_failure(fd, error);
    int in_line = 0;
    socklen_t len = sizeof in_line;
    getsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &in_line, &len);
    return in_line ? -W_WSAEINVAL : -W_WSAEWOULDBLOCK;
}

int port_send(int fd, const uint8_t *buf, int len, int flags)
{
    ssize_t n = send(fd, buf, (size_t)len, posix_flags(flags));
    if (n < 0 && was_earlier(fd))
        n = send(fd, buf, (size_t)len, posix_flags(flags));
    return n < 0 ? send_failure(fd) : (int)n;
}

/* A receive has returned `count` bytes: which urgent bytes are to be discarded now, or later? */
static void note_urgent(int fd, int flags, int count)
{
    if ((flags & W_MSG_PEEK) || count == 0)
        return;
    if (flags & W_MSG_OOB)
        urgent_taken(fd);
    else if (descriptor_has(fd, STATE_APART))
        urgent_passed(fd, count);
}

int port_recv(int fd, uint8_t *buf, int len, int flags)
{
    int code = earlier_error(fd, flags);
    int reach = flags & W_MSG_OOB ? len : urgent_reach(fd);
    while (code == 0) {
        ssize_t n = recv(fd, buf, (size_t)(len < reach ? len : reach), receive_flags(fd, flags));
        if (n == 0 && len > 0 && was_aborted(fd))
            return -W_WSAECONNABORTED;
        if (n >= 0) {
            note_urgent(fd, flags, (int)n);
            return (int)n;
        }
        code = receive_failure(fd, flags);
    }
    return code;
}

/* A datagram to port 0, which the system refuses: it binds its socket and counts as sent. */
static int send_to_nobody(int fd, int len, struct sockaddr_storage *address, socklen_t size)
{
    const struct sockaddr_in *in = (const struct sockaddr_in *)address;
    int may_broadcast = 1;
    socklen_t room = sizeof may_broadcast;
    if (len > LONGEST_DATAGRAM)
        return -W_WSAEMSGSIZE;
    if (address->ss_family == AF_INET && in->sin_addr.s_addr == htonl(INADDR_BROADCAST))
        getsockopt(fd, SOL_SOCKET, SO_BROADCAST, &may_broadcast, &room);
    if (!may_broadcast)
        return -W_WSAEACCES;
    /* any address, any port; a socket that is bound stays as it is */
    sa_family_t family = address->ss_family;
    memset(address, 0, sizeof *address);
    address->ss_family = family;
    bind(fd, (struct sockaddr *)address, size);
    return len;
}

int port_sendto(int fd, const uint8_t *buf, int len, int flags, const uint8_t *name, int namelen)
{
    struct sockaddr_storage address;
    socklen_t size = posix_address(&address, name, namelen);
    if (has_no_port(&address, size))
        return send_to_nobody(fd, len, &address, size);
    ssize_t n = sendto(fd, buf, (size_t)len, posix_flags(flags), (struct sockaddr *)&address, size);
    if (n < 0 && was_earlier(fd))
        n = sendto(fd, buf, (size_t)len, posix_flags(flags), (struct sockaddr *)&address, size);
    return n < 0 ? send_failure(fd) : (int)n;
}

int port_recvfrom(int fd, uint8_t *buf, int len, int flags, uint8_t *name)
{
    int code = earlier_error(fd, flags);
    while (code == 0) {
        struct sockaddr_storage address;
        socklen_t size = sizeof address;
        ssize_t n = recvfrom(fd, buf, (size_t)len, receive_flags(fd, flags), (struct sockaddr *)&address, &size);
        if (n >= 0) {
            winsock_address(name, &address, size);
            return (int)n;
        }
        code = receive_failure(fd, flags);
    }
    return code;
}

int port_shutdown(int fd, int how)
{
    static const int posix_how[] = {SHUT_RD, SHUT_WR, SHUT_RDWR};
    if (how < W_SD_RECEIVE || how > W_SD_BOTH)
        return -W_WSAEINVAL;
    if (shutdown(fd, posix_how[how]) < 0)
        return failure();
    if (how != W_SD_RECEIVE)
        descriptor_add(fd, STATE_SEND_SHUT);
    return 0;
}

static int asked(int fd, unsigned long request)
{
    int value = 0;
    return ioctl(fd, request, &value) < 0 ? failure() : value;
}

int port_available(int fd)
{
    int n = asked(fd, FIONREAD), reach = urgent_reach(fd);
    return n < reach ? n : reach;
}

int port_unsent(int fd)
{
#ifdef SIOCOUTQ
    int n = asked(fd, SIOCOUTQ);
    return n < 0 ? 0 : n; /* what is no stream has no such queue */
#else
    (void)fd;
    return 0;
#endif
}
