/* finger: asks a host about a user (RFC 1288). finger [user]@host [service] */
#include "dial.h"
#include <stdio.h>
#include <string.h>

#define TIMEOUT 10

/* Sends the whole query; 0, or SOCKET_ERROR. */
static int send_query(SOCKET s, const char *query, int length)
{
    fd_set writable;
    int at = 0;
    while (at < length) {
        int sent = send(s, query + at, length - at, 0);
        if (sent == SOCKET_ERROR && WSAGetLastError() != WSAEWOULDBLOCK)
            return SOCKET_ERROR;
        if (sent != SOCKET_ERROR) {
            at += sent;
            continue;
        }
        FD_ZERO(&writable);
        FD_SET(s, &writable);
        if (select(0, NULL, &writable, NULL, NULL) == SOCKET_ERROR)
            return SOCKET_ERROR;
    }
    return 0;
}

/* Prints what arrives until the host closes the connection; 0, or the error. */
static int print_answer(SOCKET s)
{
    struct timeval limit;
    fd_set readable;
    char answer[512];
    for (;;) {
        int received = recv(s, answer, sizeof answer, 0);
        if (received == 0)
            return 0;
        if (received != SOCKET_ERROR) {
            fwrite(answer, 1, received, stdout);
            continue;
        }
        if (WSAGetLastError() != WSAEWOULDBLOCK)
            return WSAGetLastError();
        FD_ZERO(&readable);
        FD_SET(s, &readable);
        limit.tv_sec = TIMEOUT;
        limit.tv_usec = 0;
        if (select(0, &readable, NULL, NULL, &limit) == 0)
            return WSAETIMEDOUT;
    }
}

int main(int argc, char **argv)
{
    WSADATA data;
    char *user = argv[1];
    char *host = strchr(user, '@');
    const char *service = argc > 2 ? argv[2] : "finger";
    char query[256];
    int error = 0;
    SOCKET s;

    *host++ = '\0';
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    s = dial(host, service, TIMEOUT);
    if (s == INVALID_SOCKET) {
        printf("finger: cannot reach %s: error %d\n", host, WSAGetLastError());
        WSACleanup();
        return 1;
    }
    _snprintf(query, sizeof query, "%s\r\n", user);
    if (send_query(s, query, (int)strlen(query)) == SOCKET_ERROR)
        error = WSAGetLastError();
    else
        error = print_answer(s);
    if (error != 0)
        printf("finger: error %d\n", error);
    closesocket(s);
    WSACleanup();
    return error != 0;
}
