/*
 * The ICMP errors of datagrams. With IP_RECVERR, Linux reports them on a socket without a peer too, as Winsock does:
 * the next call on the socket, even a send to another address, fails once with the error. A copy is in the error
 * queue, which poll(2) reports as POLLERR until it is read. Other systems report these errors only on connected
 * sockets.
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
    /* an IPv6 socket may send to IPv4 addresses too */
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
