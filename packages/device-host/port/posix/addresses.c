/* Converts socket addresses, which differ only in the family's number, and resolves names. */
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "port.h"
#include "posix.h"
#include "winsock_numbers.h"

/* A number that is no family in either system: otherwise Winsock's 10 (AF_CCITT) would mean IPv6. */
enum { NO_FAMILY = 0xffff };

int posix_family(int winsock)
{
    switch (winsock) {
    case W_AF_UNSPEC: return AF_UNSPEC;
    case W_AF_INET: return AF_INET;
    case W_AF_INET6: return AF_INET6;
    default: return NO_FAMILY;
    }
}

int winsock_family(int posix)
{
    switch (posix) {
    case AF_UNSPEC: return W_AF_UNSPEC;
    case AF_INET: return W_AF_INET;
    case AF_INET6: return W_AF_INET6;
    default: return NO_FAMILY;
    }
}

socklen_t posix_address(struct sockaddr_storage *to, const uint8_t *name, int namelen)
{
    memset(to, 0, sizeof *to);
    if (namelen < 2)
        return (socklen_t)(namelen < 0 ? 0 : namelen);
    size_t len = (size_t)namelen < sizeof *to ? (size_t)namelen : sizeof *to;
    memcpy(to, name, len);
    to->ss_family = (sa_family_t)posix_family(name[0] | name[1] << 8);
    return (socklen_t)len;
}

int winsock_address(uint8_t *name, const struct sockaddr_storage *from, socklen_t len)
{
    if (len < 2)
        return 0;
    if (len > W_SOCKADDR_IN6_SIZE)
        len = W_SOCKADDR_IN6_SIZE;
    memcpy(name, from, len);
    int family = winsock_family(from->ss_family);
    name[0] = (uint8_t)family;
    name[1] = (uint8_t)(family >> 8);
    return (int)len;
}

int port_resolve(const char *name, int family, uint8_t *out, int len)
{
    struct addrinfo hints;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = posix_family(family);
    hints.ai_socktype = SOCK_STREAM; /* requests one type, because otherwise every address is returned three times */
    struct addrinfo *list = NULL;
    int eai = getaddrinfo(name, NULL, &hints, &list);
    if (eai != 0)
        return winsock_resolver_error(eai);
    int n = 0;
    for (const struct addrinfo *at = list; at != NULL && (n + 1) * W_SOCKADDR_IN6_SIZE <= len; at = at->ai_next) {
        if (at->ai_family != AF_INET && at->ai_family != AF_INET6)
            continue;
        struct sockaddr_storage address;
        memset(&address, 0, sizeof address);
        memcpy(&address, at->ai_addr, at->ai_addrlen);
        uint8_t *slot = out + n * W_SOCKADDR_IN6_SIZE;
        memset(slot, 0, W_SOCKADDR_IN6_SIZE);
        winsock_address(slot, &address, at->ai_addrlen);
        n++;
    }
    freeaddrinfo(list);
    return n > 0 ? n : -W_WSANO_DATA;
}

int port_getnameinfo(const uint8_t *name, int namelen, uint8_t *out, int len)
{
    char host[NI_MAXHOST] = "";
    if (namelen == 0) {
        if (gethostname(host, sizeof host - 1) != 0)
            return -W_WSAHOST_NOT_FOUND;
    } else {
        struct sockaddr_storage address;
        socklen_t size = posix_address(&address, name, namelen);
        int eai = getnameinfo((struct sockaddr *)&address, size, host, sizeof host, NULL, 0, NI_NAMEREQD);
        if (eai != 0)
            return winsock_resolver_error(eai);
    }
    int n = (int)strlen(host);
    if (n > len)
        n = len;
    memcpy(out, host, (size_t)n);
    return n;
}
