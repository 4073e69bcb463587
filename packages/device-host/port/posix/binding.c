/*
 * Decides which sockets may bind a port: by Winsock's table between the sockets of this program, and by the
 * system's rules between programs.
 *
 * On Linux, without options, bind fails if addresses overlap (a wildcard overlaps each address), and in TIME_WAIT.
 * With SO_REUSEADDR on both sockets, bind succeeds in TIME_WAIT, but also if the other socket is bound and does not
 * listen. With SO_REUSEPORT on both, the port may be bound again.
 *
 * So this file sets SO_REUSEPORT on sockets with overlapping addresses if the table allows the bind, during bind(2)
 * or listen(2). It remains set only if Winsock's SO_REUSEADDR is set (options.c). The system's SO_REUSEADDR is used
 * internally: a stream socket sets it when it listens, and its connections keep it in TIME_WAIT. A failed bind is
 * repeated with it, which succeeds if only TIME_WAIT was in the way.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "port.h"
#include "posix.h"
#include "winsock_numbers.h"

/* The state of a socket that another bind to its port depends on. */
struct holder {
    uint8_t share; /* SHARE_* */
    uint8_t is_bound, is_stream;
    uint8_t is_dual; /* dual-stack: IPv6 that accepts IPv4 too */
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } name;
};

static struct holder holders[DESCRIPTORS];
static int highest = -1; /* the highest descriptor that was ever bound */

enum { OK = 0, USED = -W_WSAEADDRINUSE, DENIED = -W_WSAEACCES };

/*
 * The result of a second bind to a port, if the addresses overlap. Rows: how the first socket shares its port,
 * wildcard then specific; columns: the same of the second socket. packages/spi/src/contract/port-sharing.ts has the
 * same table, and its source.
 */
static const int second_bind[6][6] = {
    {USED, OK, DENIED, OK, USED, OK},           /* default, wildcard */
    {OK, USED, OK, DENIED, USED, USED},         /* default, specific */
    {USED, OK, OK, OK, USED, OK},               /* reuse, wildcard */
    {OK, USED, OK, OK, USED, USED},             /* reuse, specific */
    {USED, DENIED, DENIED, DENIED, USED, DENIED}, /* exclusive, wildcard */
    {OK, USED, OK, DENIED, USED, USED},         /* exclusive, specific */
};

static void set(int fd, int option, int on)
{
    setsockopt(fd, SOL_SOCKET, option, &on, sizeof on);
}

static struct holder *holder_of(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS ? &holders[fd] : NULL;
}

void binding_forget(int fd)
{
    struct holder *holder = holder_of(fd);
    if (holder != NULL)
        memset(holder, 0, sizeof *holder);
}

void binding_share(int fd, int share)
{
    struct holder *holder = holder_of(fd);
    if (holder != NULL)
        holder->share = (uint8_t)share;
}

int binding_shared(int fd)
{
    const struct holder *holder = holder_of(fd);
    return holder == NULL ? SHARE_DEFAULT : holder->share;
}

static socklen_t length_of(const struct holder *holder)
{
    return holder->name.any.sa_family == AF_INET6 ? sizeof holder->name.six : sizeof holder->name.four;
}

/* In network byte order, at the same offset in both families. */
static in_port_t port_of(const struct holder *holder)
{
    return holder->name.four.sin_port;
}

/* The address; an IPv4 address in its IPv4-mapped form. */
static struct in6_addr ip_of(const struct holder *holder)
{
    if (holder->name.any.sa_family == AF_INET6)
        return holder->name.six.sin6_addr;
    struct in6_addr mapped = {.s6_addr = {[10] = 0xff, [11] = 0xff}};
    memcpy(mapped.s6_addr + 12, &holder->name.four.sin_addr, 4);
    return mapped;
}

static int is_any(const struct in6_addr *ip)
{
    return IN6_IS_ADDR_UNSPECIFIED(ip) || (IN6_IS_ADDR_V4MAPPED(ip) && memcmp(ip->s6_addr + 12, "\0\0\0", 4) == 0);
}

/* Whether the socket receives packets to the address. */
static int covers(const struct holder *holder, const struct in6_addr *to)
{
    struct in6_addr ip = ip_of(holder);
    if (memcmp(&ip, to, sizeof ip) == 0)
        return 1;
    if (IN6_IS_ADDR_UNSPECIFIED(&ip))
        return !IN6_IS_ADDR_V4MAPPED(to) || holder->is_dual;
    return is_any(&ip) && IN6_IS_ADDR_V4MAPPED(to);
}

static int overlap(const struct holder *a, const struct holder *b)
{
    struct in6_addr ip_of_a = ip_of(a), ip_of_b = ip_of(b);
    return covers(a, &ip_of_b) || covers(b, &ip_of_a);
}

static int rank(const struct holder *holder)
{
    struct in6_addr ip = ip_of(holder);
    return 2 * holder->share + !is_any(&ip);
}

/* Whether a bound socket conflicts with a new one: they have the same port, and their addresses overlap. */
static int meet(const struct holder *first, const struct holder *second)
{
    return first->is_bound && first->is_stream == second->is_stream && port_of(first) == port_of(second) &&
           port_of(second) != 0 && overlap(first, second);
}

/*
 * The code of the second bind. A dual-stack `::` and 0.0.0.0 share a port unless the table denies it or the first is
 * exclusive.
 */
static int decide(const struct holder *first, const struct holder *second)
{
    int code = second_bind[rank(first)][rank(second)];
    struct in6_addr a = ip_of(first), b = ip_of(second);
    if (code != USED || !is_any(&a) || !is_any(&b) || memcmp(&a, &b, sizeof a) == 0)
        return code;
    return first->share == SHARE_EXCLUSIVE ? DENIED : OK;
}

/* Sets or clears SO_REUSEPORT on `fd` and on the bound sockets that conflict with it. Returns the number of those. */
static int share_port(int fd, const struct holder *own, int on)
{
    int met = 0;
    for (int i = 0; i <= highest; i++) {
        if (i == fd || !meet(&holders[i], own))
            continue;
        met++;
        if (on || holders[i].share != SHARE_REUSE)
            set(i, SO_REUSEPORT, on);
    }
    if (met > 0 && (on || own->share != SHARE_REUSE))
        set(fd, SO_REUSEPORT, on);
    return met;
}

/* The place that a bind requests. An incomplete address has no place in the table. */
static struct holder wanted(int fd, const struct sockaddr_storage *address, socklen_t len)
{
    struct holder own = {.share = (uint8_t)binding_shared(fd)};
    own.is_stream = fd >= 0 && fd < DESCRIPTORS && (descriptor_state[fd] & STATE_STREAM);
    own.name.any.sa_family = address->ss_family;
    if (len < length_of(&own) || (address->ss_family != AF_INET && address->ss_family != AF_INET6))
        return own;
    memcpy(&own.name, address, length_of(&own));
    int six_alone = 1;
    socklen_t size = sizeof six_alone;
    if (address->ss_family == AF_INET6)
        getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &six_alone, &size);
    own.is_dual = !six_alone;
    own.is_bound = 1;
    return own;
}

/* Calls bind(2). Returns 0 or an errno. */
static int bind_once(int fd, const struct sockaddr_storage *address, socklen_t len)
{
    return bind(fd, (const struct sockaddr *)address, len) < 0 ? errno : 0;
}

static int bind_past_time_wait(int fd, const struct sockaddr_storage *address, socklen_t len, int is_stream)
{
    int error = bind_once(fd, address, len);
    if (error != EADDRINUSE || !is_stream)
        return error;
    set(fd, SO_REUSEADDR, 1);
    error = bind_once(fd, address, len);
    set(fd, SO_REUSEADDR, 0);
    return error;
}

int port_bind(int fd, const uint8_t *name, int namelen)
{
    struct sockaddr_storage address;
    socklen_t len = posix_address(&address, name, namelen);
    struct holder own = wanted(fd, &address, len);
    for (int i = 0; i <= highest && own.is_bound; i++) {
        int code = i != fd && meet(&holders[i], &own) ? decide(&holders[i], &own) : OK;
        if (code != OK)
            return code;
    }
    int met = own.is_bound ? share_port(fd, &own, 1) : 0;
    int error = bind_past_time_wait(fd, &address, len, own.is_stream);
    if (met > 0)
        share_port(fd, &own, 0);
    /* bind/reuse-denied: the table's only code with SO_REUSEADDR */
    if (error == EADDRINUSE && own.share == SHARE_REUSE)
        return DENIED;
    if (error != 0)
        return winsock_error(error);
    if (own.is_bound && holder_of(fd) != NULL) {
        holders[fd] = own;
        highest = fd > highest ? fd : highest;
        socklen_t size = length_of(&own);
        getsockname(fd, &holders[fd].name.any, &size); /* the port that the system chose */
    }
    return 0;
}

int port_listen(int fd, int backlog)
{
    set(fd, SO_REUSEADDR, 1);
    const struct holder *own = holder_of(fd);
    int met = own != NULL && own->is_bound ? share_port(fd, own, 1) : 0;
    int code = listen(fd, backlog) < 0 ? winsock_error(errno) : 0;
    if (met > 0)
        share_port(fd, own, 0);
    return code;
}

int binding_again(int fd)
{
    const struct holder *own = holder_of(fd);
    if (own == NULL || !own->is_bound)
        return 0;
    bind(fd, &own->name.any, length_of(own));
    return 1;
}

void binding_start_again(int fd)
{
    struct sockaddr_storage name;
    socklen_t len = sizeof name;
    memset(&name, 0, sizeof name);
    getsockname(fd, (struct sockaddr *)&name, &len);
    connect(fd, &(struct sockaddr){.sa_family = AF_UNSPEC}, sizeof(struct sockaddr));
    if (binding_again(fd))
        return;
    /* an address that connect chose becomes the wildcard again, with its port */
    in_port_t port = ((struct sockaddr_in *)&name)->sin_port;
    sa_family_t family = name.ss_family;
    memset(&name, 0, sizeof name);
    name.ss_family = family;
    ((struct sockaddr_in *)&name)->sin_port = port;
    bind(fd, (struct sockaddr *)&name, len);
}
