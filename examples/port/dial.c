/* Connects to a host: takes its name, the name of a service, and a time limit. */
#include "dial.h"
#include <stdlib.h>

/* The IPv4 address of a host name or of a numeric address, in network byte order. */
unsigned long host_address(const char *host)
{
    unsigned long address = inet_addr(host);
    struct hostent *he;
    if (address != INADDR_NONE)
        return address;
    he = gethostbyname(host);
    if (he == NULL)
        return INADDR_NONE;
    return *(unsigned long *)he->h_addr_list[0];
}

/* The port of a service name or of a port number, in network byte order. */
unsigned short service_port(const char *service)
{
    struct servent *se = getservbyname(service, "tcp");
    if (se != NULL)
        return se->s_port;
    return htons((unsigned short)atoi(service));
}

/* A connected non-blocking socket; or INVALID_SOCKET, and WSAGetLastError returns the code. */
SOCKET dial(const char *host, const char *service, long seconds)
{
    struct sockaddr_in peer;
    struct timeval limit;
    fd_set connected, failed;
    unsigned long on = 1;
    int error = 0;
    int length = sizeof error;
    SOCKET s;

    memset(&peer, 0, sizeof peer);
    peer.sin_family = AF_INET;
    peer.sin_addr.s_addr = host_address(host);
    if (peer.sin_addr.s_addr == INADDR_NONE)
        return INVALID_SOCKET;
    peer.sin_port = service_port(service);

    s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (s == INVALID_SOCKET)
        return INVALID_SOCKET;
    ioctlsocket(s, FIONBIO, &on);
    if (connect(s, (struct sockaddr *)&peer, sizeof peer) == 0)
        return s;
    error = WSAGetLastError();
    if (error == WSAEWOULDBLOCK) {
        FD_ZERO(&connected);
        FD_ZERO(&failed);
        FD_SET(s, &connected);
        FD_SET(s, &failed);
        limit.tv_sec = seconds;
        limit.tv_usec = 0;
        if (select(0, NULL, &connected, &failed, &limit) == 0)
            error = WSAETIMEDOUT;
        else
            getsockopt(s, SOL_SOCKET, SO_ERROR, (char *)&error, &length);
    }
    if (error == 0)
        return s;
    closesocket(s);
    WSASetLastError(error);
    return INVALID_SOCKET;
}
