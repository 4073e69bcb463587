/*
 * ICMP errors of datagrams. By IP_RECVERR Linux reports them on a socket without a peer too, as Winsock does: the next
 * call on the socket, a send to another address included, fails with the error once, and a copy stands in the error
 * queue, which poll(2) reports as POLLERR until it is read. Other systems report them on connected sockets alone.
 */
#include <netinet/in.h>

#include "posix.h"
#include "winsock_numbers.h"

#ifdef MSG_ERRQUEUE
#ifndef IP_RECVERR
#define IP_RECVERR 11
#endif
#ifndef IPV6_RECVERR
#define IPV6_RECVERR 25
#endif

void error_queue_enable(int fd, int family)
{
    /* an IPv6 socket may speak IPv4 too */
    setsockopt(fd, IPPROTO_IP, IP_RECVERR, &(int){1}, sizeof(int));
    if (family == W_AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &(int){1}, sizeof(int));
}

int error_queue_clear(int fd)
{
    uint8_t byte;
    int found = 0;
    while (recv(fd, &byte, 1, MSG_ERRQUEUE) >= 0)
        found++;
    return found;
}
#else
void error_queue_enable(int fd, int family)
{
    (void)fd;
    (void)family;
}

int error_queue_clear(int fd)
{
    (void)fd;
    return 0;
}
#endif
