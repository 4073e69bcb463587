/* Socket options: translates Winsock's levels, numbers and values to this system's. Other options are unknown. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <string.h>

#include "port.h"
#include "posix.h"
#include "winsock_numbers.h"

enum codec { INT, SECONDS, PROBES, BUFFER_SIZE, REUSE, LINGER, DONT_LINGER, DONT_FRAGMENT, ERROR, MEMBERSHIP, MEMBERSHIP6 };

struct option {
    int level, number;             /* Winsock's */
    int posix_level, posix_number; /* this system's */
    enum codec codec;
};

static const struct option options[] = {
    {W_SOL_SOCKET, W_SO_DEBUG, SOL_SOCKET, SO_DEBUG, INT},
    {W_SOL_SOCKET, W_SO_REUSEADDR, SOL_SOCKET, SO_REUSEPORT, REUSE}, /* binding.c says why */
    {W_SOL_SOCKET, W_SO_TYPE, SOL_SOCKET, SO_TYPE, INT},
    {W_SOL_SOCKET, W_SO_ERROR, SOL_SOCKET, SO_ERROR, ERROR},
    {W_SOL_SOCKET, W_SO_DONTROUTE, SOL_SOCKET, SO_DONTROUTE, INT},
    {W_SOL_SOCKET, W_SO_BROADCAST, SOL_SOCKET, SO_BROADCAST, INT},
    {W_SOL_SOCKET, W_SO_SNDBUF, SOL_SOCKET, SO_SNDBUF, BUFFER_SIZE},
    {W_SOL_SOCKET, W_SO_RCVBUF, SOL_SOCKET, SO_RCVBUF, BUFFER_SIZE},
    {W_SOL_SOCKET, W_SO_KEEPALIVE, SOL_SOCKET, SO_KEEPALIVE, INT},
    {W_SOL_SOCKET, W_SO_OOBINLINE, SOL_SOCKET, SO_OOBINLINE, INT},
    {W_SOL_SOCKET, W_SO_LINGER, SOL_SOCKET, SO_LINGER, LINGER},
    {W_SOL_SOCKET, W_SO_DONTLINGER, SOL_SOCKET, SO_LINGER, DONT_LINGER},
    {W_SOL_SOCKET, W_SO_RCVLOWAT, SOL_SOCKET, SO_RCVLOWAT, INT},
    {W_SOL_SOCKET, W_SO_SNDLOWAT, SOL_SOCKET, SO_SNDLOWAT, INT},
    {W_SOL_SOCKET, W_SO_ACCEPTCONN, SOL_SOCKET, SO_ACCEPTCONN, INT},
    {W_IPPROTO_IP, W_IP_TOS, IPPROTO_IP, IP_TOS, INT},
    {W_IPPROTO_IP, W_IP_TTL, IPPROTO_IP, IP_TTL, INT},
    {W_IPPROTO_IP, W_IP_MULTICAST_IF, IPPROTO_IP, IP_MULTICAST_IF, INT},
    {W_IPPROTO_IP, W_IP_MULTICAST_TTL, IPPROTO_IP, IP_MULTICAST_TTL, INT},
    {W_IPPROTO_IP, W_IP_MULTICAST_LOOP, IPPROTO_IP, IP_MULTICAST_LOOP, INT},
    {W_IPPROTO_IP, W_IP_ADD_MEMBERSHIP, IPPROTO_IP, IP_ADD_MEMBERSHIP, MEMBERSHIP},
    {W_IPPROTO_IP, W_IP_DROP_MEMBERSHIP, IPPROTO_IP, IP_DROP_MEMBERSHIP, MEMBERSHIP},
#ifdef IP_HDRINCL
    {W_IPPROTO_IP, W_IP_HDRINCL, IPPROTO_IP, IP_HDRINCL, INT},
#endif
#ifdef IP_MTU_DISCOVER
    {W_IPPROTO_IP, W_IP_DONTFRAGMENT, IPPROTO_IP, IP_MTU_DISCOVER, DONT_FRAGMENT},
#endif
    {W_IPPROTO_IPV6, W_IPV6_UNICAST_HOPS, IPPROTO_IPV6, IPV6_UNICAST_HOPS, INT},
    {W_IPPROTO_IPV6, W_IPV6_MULTICAST_IF, IPPROTO_IPV6, IPV6_MULTICAST_IF, INT},
    {W_IPPROTO_IPV6, W_IPV6_MULTICAST_HOPS, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, INT},
    {W_IPPROTO_IPV6, W_IPV6_MULTICAST_LOOP, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, INT},
    {W_IPPROTO_IPV6, W_IPV6_ADD_MEMBERSHIP, IPPROTO_IPV6, IPV6_JOIN_GROUP, MEMBERSHIP6},
    {W_IPPROTO_IPV6, W_IPV6_DROP_MEMBERSHIP, IPPROTO_IPV6, IPV6_LEAVE_GROUP, MEMBERSHIP6},
#ifdef IPV6_MTU_DISCOVER
    {W_IPPROTO_IPV6, W_IPV6_DONTFRAG, IPPROTO_IPV6, IPV6_MTU_DISCOVER, DONT_FRAGMENT},
#endif
    {W_IPPROTO_IPV6, W_IPV6_V6ONLY, IPPROTO_IPV6, IPV6_V6ONLY, INT},
    {W_IPPROTO_TCP, W_TCP_NODELAY, IPPROTO_TCP, TCP_NODELAY, INT},
#ifdef TCP_KEEPIDLE
    {W_IPPROTO_TCP, W_TCP_KEEPALIVE, IPPROTO_TCP, TCP_KEEPIDLE, SECONDS},
    {W_IPPROTO_TCP, W_TCP_KEEPINTVL, IPPROTO_TCP, TCP_KEEPINTVL, SECONDS},
    {W_IPPROTO_TCP, W_TCP_KEEPCNT, IPPROTO_TCP, TCP_KEEPCNT, PROBES},
#endif
#ifdef UDP_SEGMENT
    {W_IPPROTO_UDP, W_UDP_SEND_MSG_SIZE, IPPROTO_UDP, UDP_SEGMENT, INT},
#endif
#ifdef IP_MTU
    {W_IPPROTO_IP, W_IP_MTU, IPPROTO_IP, IP_MTU, INT},
#endif
#ifdef IPV6_MTU
    {W_IPPROTO_IPV6, W_IPV6_MTU, IPPROTO_IPV6, IPV6_MTU, INT},
#endif
};

/* A value in this system's form: an int, two ints, or bytes that are equal on both systems. */
union value {
    int number;
    struct linger linger;
    uint8_t bytes[20];
};

static const struct option *find(int level, int number)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (options[i].level == level && options[i].number == number)
            return &options[i];
    }
    return NULL;
}

static int winsock_size(enum codec codec)
{
    return codec == MEMBERSHIP ? 8 : codec == MEMBERSHIP6 ? 20 : 4;
}

static socklen_t posix_size(enum codec codec)
{
    return codec == LINGER || codec == DONT_LINGER ? sizeof(struct linger) : (socklen_t)winsock_size(codec);
}

static void put32(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

static uint32_t get32(const uint8_t *from)
{
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

/* A refused datagram has another Winsock number than a refused connection. */
static uint32_t error_number(int fd, int error)
{
    if (error == 0)
        return 0;
    return !descriptor_has(fd, STATE_STREAM) && error == ECONNREFUSED ? W_WSAECONNRESET : (uint32_t)-winsock_error(error);
}

static void to_winsock(enum codec codec, int fd, const union value *from, uint8_t *to)
{
    switch (codec) {
    case INT:
    case SECONDS:
    case PROBES:
    case REUSE: put32(to, (uint32_t)from->number); break;
    /* Linux doubles the value, for its own bookkeeping. */
    case BUFFER_SIZE: put32(to, (uint32_t)from->number / 2); break;
    case LINGER: {
        unsigned seconds = from->linger.l_linger > 0xffff ? 0xffff : (unsigned)from->linger.l_linger;
        put32(to, (uint32_t)(from->linger.l_onoff != 0) | seconds << 16);
        break;
    }
    case DONT_LINGER: put32(to, from->linger.l_onoff == 0); break;
    case DONT_FRAGMENT: put32(to, from->number == 2); break;
    case ERROR: put32(to, error_number(fd, from->number)); break;
    case MEMBERSHIP:
    case MEMBERSHIP6: memcpy(to, from->bytes, (size_t)winsock_size(codec)); break;
    }
}

/* Linux accepts only a number from 1 to `most`. */
static int nearest(uint32_t value, uint32_t most)
{
    return (int)(value < 1 ? 1 : value > most ? most : value);
}

static void to_posix(enum codec codec, const uint8_t *from, union value *to)
{
    switch (codec) {
    case SECONDS: to->number = nearest(get32(from), 32767); break;
    case PROBES: to->number = nearest(get32(from), 127); break;
    case INT:
    case REUSE:
    case BUFFER_SIZE:
    case ERROR: to->number = (int)get32(from); break;
    case LINGER:
        to->linger.l_onoff = from[0] | from[1] << 8;
        to->linger.l_linger = from[2] | from[3] << 8;
        break;
    case DONT_LINGER:
        to->linger.l_onoff = get32(from) == 0;
        to->linger.l_linger = 0;
        break;
    case DONT_FRAGMENT: to->number = get32(from) == 0 ? 1 : 2; break; /* the system's default, or always */
    case MEMBERSHIP:
    case MEMBERSHIP6: memcpy(to->bytes, from, (size_t)winsock_size(codec)); break;
    }
}

/* SO_ERROR is read when a connect has ended. */
static void connect_ended(int fd, int error)
{
    names_note(fd);
    if (error == 0 || !descriptor_has(fd, STATE_STREAM) || !descriptor_has(fd, STATE_CONNECTED) ||
        descriptor_has(fd, STATE_NAMED))
        return;
    descriptor_drop(fd, STATE_CONNECTED);
    binding_start_again(fd);
}

/* This system has no such option. */
static int is_exclusive_use(int level, int option)
{
    return level == W_SOL_SOCKET && option == W_SO_EXCLUSIVEADDRUSE;
}

int port_getsockopt(int fd, int level, int option, uint8_t *value, int len)
{
    if (is_exclusive_use(level, option)) {
        if (len < 4)
            return -W_WSAEFAULT;
        put32(value, binding_shared(fd) == SHARE_EXCLUSIVE);
        return 4;
    }
    const struct option *found = find(level, option);
    if (found == NULL)
        return -W_WSAENOPROTOOPT;
    if (len < winsock_size(found->codec))
        return -W_WSAEFAULT;
    union value bytes;
    memset(&bytes, 0, sizeof bytes);
    socklen_t size = posix_size(found->codec);
    if (getsockopt(fd, found->posix_level, found->posix_number, &bytes, &size) < 0)
        return winsock_error(errno);
    if (found->codec == ERROR)
        connect_ended(fd, bytes.number);
    to_winsock(found->codec, fd, &bytes, value);
    return winsock_size(found->codec);
}

int port_setsockopt(int fd, int level, int option, const uint8_t *value, int len)
{
    if (is_exclusive_use(level, option)) {
        if (len < 4)
            return -W_WSAEFAULT;
        binding_share(fd, get32(value) != 0 ? SHARE_EXCLUSIVE : SHARE_DEFAULT);
        return 0;
    }
    const struct option *found = find(level, option);
    if (found == NULL)
        return -W_WSAENOPROTOOPT;
    if (len < winsock_size(found->codec))
        return -W_WSAEFAULT;
    if (level == W_SOL_SOCKET && option == W_SO_OOBINLINE)
        urgent_goes_inline(fd);
    union value bytes;
    to_posix(found->codec, value, &bytes);
    if (setsockopt(fd, found->posix_level, found->posix_number, &bytes, posix_size(found->codec)) < 0)
        return winsock_error(errno);
    if (found->codec == LINGER || found->codec == DONT_LINGER)
        descriptor_add(fd, STATE_LINGERS);
    if (found->codec == REUSE)
        binding_share(fd, bytes.number != 0 ? SHARE_REUSE : SHARE_DEFAULT);
    return 0;
}
