/* Implements port.h with a BSD socket library: one call for each call, except where the systems differ. */
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

/* Prepares a new descriptor: non-blocking, closed on exec, with an entry in the table of states. */
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
    /* IPV6_V6ONLY is on by default, as on Windows. */
    if (fd >= 0 && family == W_AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &(int){1}, sizeof(int));
    return fd;
}

int port_close(int fd)
{
    binding_forget(fd);
    urgent_forget(fd);
    if (descriptor_has(fd, STATE_LINGERS)) {
        /*
         * With a linger time, close(2) would wait even on a non-blocking socket. {1, 0} remains, because it resets the
         * connection and does not wait.
         */
        struct linger linger = {0, 0};
        socklen_t len = sizeof linger;
        if (getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &len) == 0 && linger.l_linger != 0)
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){0, 0}, sizeof linger);
    }
    return done(close(fd));
}

/* Whether an address has port 0, to which no socket is bound. */
static int has_no_port(const struct sockaddr_storage *address, socklen_t len)
{
    const struct sockaddr_in *in = (const struct sockaddr_in *)address; /* the port is at the same offset in IPv6 */
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
    /* Every connect of a stream ends with SO_ERROR, which stores the names, also if the system connects at once. */
    return rc < 0 || descriptor_has(fd, STATE_STREAM) ? -W_WSAEWOULDBLOCK : 0;
}

int port_accept(int fd, uint8_t *name)
{
    struct sockaddr_storage address;
    socklen_t len = sizeof address;
    int accepted = accept(fd, (struct sockaddr *)&address, &len);
    /* A connection inherits its listener's SO_LINGER. */
    int lingers = descriptor_has(fd, STATE_LINGERS) ? STATE_LINGERS : 0;
    accepted = admit(accepted, STATE_STREAM | STATE_CONNECTED | lingers);
    if (accepted >= 0) {
        winsock_address(name, &address, len);
        names_note(accepted);
    }
    return accepted;
}

/* The flags of both systems. A send to a closed peer is an error, not a signal. */
static int posix_flags(int flags)
{
    return ((flags & W_MSG_OOB) ? MSG_OOB : 0) | ((flags & W_MSG_PEEK) ? MSG_PEEK : 0) |
           ((flags & W_MSG_DONTROUTE) ? MSG_DONTROUTE : 0) | MSG_NOSIGNAL;
}

/* Adds MSG_TRUNC for a datagram, to return its whole length; on a stream, it would discard the bytes. */
static int receive_flags(int fd, int flags)
{
    return posix_flags(flags) | (descriptor_has(fd, STATE_STREAM) ? 0 : MSG_TRUNC);
}

/*
 * Whether a send may have failed for an earlier datagram: then the caller repeats it. The error stays in the queue,
 * so that it ends the wait of a receive.
 */
static int was_earlier(int fd)
{
    if (!descriptor_has(fd, STATE_DATAGRAM) || errno == EAGAIN)
        return 0;
    descriptor_add(fd, errno == ECONNREFUSED ? STATE_ERRORS | STATE_REFUSED : STATE_ERRORS);
    return 1;
}

/* Records that a connection has broken. Returns whether it was aborted: reset after the peer's end of stream. */
static int broke(int fd)
{
    if (!descriptor_has(fd, STATE_RESET))
        descriptor_add(fd, STATE_ABORTED);
    return descriptor_has(fd, STATE_ABORTED);
}

/* The code of a failed transfer. ETIMEDOUT also stands for keep-alive, where only the probes are unanswered. */
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

/* The code for EPIPE, which stands for three situations that Winsock distinguishes. */
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

/* Whether a stream at its end was reset after its peer's end of stream, which the system reports only to sends. */
static int was_aborted(int fd)
{
    struct pollfd own = {.fd = fd};
    if (!descriptor_has(fd, STATE_STREAM) || descriptor_has(fd, STATE_ABORTED))
        return descriptor_has(fd, STATE_ABORTED);
    return poll(&own, 1, 0) > 0 && (own.revents & POLLERR) && broke(fd);
}

/* Reports that the port of an earlier datagram was unreachable. After a peek, the next receive reports it again. */
static int refused(int fd, int flags)
{
    if (flags & W_MSG_PEEK)
        descriptor_add(fd, STATE_ERRORS | STATE_REFUSED);
    return -W_WSAECONNRESET;
}

/* The code that a receive reports for errors that sends found; 0 for no error. */
static int earlier_error(int fd, int flags)
{
    if (!descriptor_has(fd, STATE_ERRORS))
        return 0;
    error_queue_clear(fd);
    int was_refused = descriptor_has(fd, STATE_REFUSED);
    descriptor_drop(fd, STATE_ERRORS | STATE_REFUSED);
    return was_refused ? refused(fd, flags) : 0;
}

/* The code of a failed receive; 0 to repeat it, for an error that Winsock does not report. */
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
    /* EINVAL stands for "no urgent data yet" and for "urgent data is in line". */
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

/* Records the `count` bytes of a receive, to discard urgent bytes now or when reading reaches them. */
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

/* Handles a datagram to port 0, which the system refuses: binds the socket, and counts the datagram as sent. */
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
    return n < 0 ? 0 : n; /* only a stream has such a queue */
#else
    (void)fd;
    return 0;
#endif
}
