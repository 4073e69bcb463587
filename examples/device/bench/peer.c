/*
 * What a firmware's sockets are measured against: the same work in plain C.
 *
 *   peer echo PORT          answers every byte of one connection
 *   peer sink PORT          takes all of one connection, and then answers one byte
 *   peer ping PORT ROUNDS   64 bytes there and back; prints microseconds a round
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

static int called(const char *port)
{
    struct sockaddr_in at = name(port);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    require(bind(s, (struct sockaddr *)&at, sizeof at) == 0 && listen(s, 1) == 0, "bind");
    puts("listening");
    fflush(stdout);
    int c = accept(s, NULL, NULL);
    require(c >= 0, "accept");
    setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    return c;
}

static int calling(const char *port)
{
    struct sockaddr_in at = name(port);
    int s = socket(AF_INET, SOCK_STREAM, 0);
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
    require(argc >= 3, "peer echo|sink|ping|push PORT [N]");
    if (strcmp(argv[1], "echo") == 0)
        serve(called(argv[2]), 1);
    else if (strcmp(argv[1], "sink") == 0)
        serve(called(argv[2]), 0);
    else if (strcmp(argv[1], "ping") == 0)
        ping(calling(argv[2]), atoi(argv[3]));
    else
        push(calling(argv[2]), atoi(argv[3]));
    return 0;
}
