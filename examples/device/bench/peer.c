/*
 * The same work in plain C, to which a firmware's sockets are compared.
 *
 *   peer echo PORT          sends back every byte; serves one connection after the other
 *   peer sink PORT          receives all of a connection, then sends one byte; serves one connection after the other
 *   peer udp PORT           sends back every datagram
 *   peer ping PORT ROUNDS   round trips of 64 bytes over TCP; prints microseconds for each
 *   peer ping-udp PORT ROUNDS  the same over UDP
 *   peer push PORT MIB      writes of 64 KiB; prints MiB a second
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, PING = 64 };
static char bytes[CHUNK];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void require(int held, const char *call)
{
    if (held)
        return;
    perror(call);
    exit(1);
}

static struct sockaddr_in name(const char *port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int bound(const char *port, int type)
{
    struct sockaddr_in at = name(port);
    int s = socket(AF_INET, type, 0);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    require(bind(s, (struct sockaddr *)&at, sizeof at) == 0, "bind");
    require(type == SOCK_DGRAM || listen(s, 8) == 0, "listen");
    puts("listening");
    fflush(stdout);
    return s;
}

static int accepted(int s)
{
    int c = accept(s, NULL, NULL);
    require(c >= 0, "accept");
    setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    return c;
}

static int calling(const char *port, int type)
{
    struct sockaddr_in at = name(port);
    int s = socket(AF_INET, type, 0);
    if (type == SOCK_STREAM)
        setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    require(connect(s, (struct sockaddr *)&at, sizeof at) == 0, "connect");
    return s;
}

static void serve(int s, int echoes)
{
    ssize_t n;
    while ((n = recv(s, bytes, CHUNK, 0)) > 0) {
        if (echoes)
            require(send(s, bytes, (size_t)n, 0) == n, "send");
    }
    if (!echoes)
        require(send(s, bytes, 1, 0) == 1, "send");
    close(s);
}

static void answer(int s)
{
    struct sockaddr_in from;
    for (;;) {
        socklen_t size = sizeof from;
        ssize_t n = recvfrom(s, bytes, CHUNK, 0, (struct sockaddr *)&from, &size);
        require(n >= 0 && sendto(s, bytes, (size_t)n, 0, (struct sockaddr *)&from, size) == n, "sendto");
    }
}

static void ping(int s, int rounds)
{
    double from = now();
    for (int i = 0; i < rounds; i++) {
        require(send(s, bytes, PING, 0) == PING, "send");
        for (ssize_t n, got = 0; got < PING; got += n)
            require((n = recv(s, bytes, (size_t)(PING - got), 0)) > 0, "recv");
    }
    printf("%.3f\n", (now() - from) * 1e6 / rounds);
}

static void push(int s, int mib)
{
    double from = now();
    for (int i = 0; i < mib * 16; i++) {
        for (ssize_t n, sent = 0; sent < CHUNK; sent += n)
            require((n = send(s, bytes, (size_t)(CHUNK - sent), 0)) > 0, "send");
    }
    shutdown(s, SHUT_WR);
    require(recv(s, bytes, 1, 0) == 1, "recv");
    printf("%.1f\n", mib / (now() - from));
}

int main(int argc, char **argv)
{
    require(argc >= 3, "peer echo|sink|udp|ping|ping-udp|push PORT [N]");
    const char *kind = argv[1], *port = argv[2];
    if (strcmp(kind, "ping") == 0)
        ping(calling(port, SOCK_STREAM), atoi(argv[3]));
    else if (strcmp(kind, "ping-udp") == 0)
        ping(calling(port, SOCK_DGRAM), atoi(argv[3]));
    else if (strcmp(kind, "push") == 0)
        push(calling(port, SOCK_STREAM), atoi(argv[3]));
    else if (strcmp(kind, "udp") == 0)
        answer(bound(port, SOCK_DGRAM));
    else
        for (int s = bound(port, SOCK_STREAM);;)
            serve(accepted(s), strcmp(kind, "echo") == 0);
    return 0;
}
