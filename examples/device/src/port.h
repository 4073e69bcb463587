/*
 * What a board supplies: its clock, its randomness and its sockets. Nothing else in this program
 * knows an operating system. PORTING.md walks through it; port/posix and port/windows are two answers.
 *
 * Numbers are Winsock's, whatever the board's own are: families, types, flags, options and errors (winsock_numbers.h).
 * A function answers a count, a descriptor or 0, or an error as a negative Winsock number, -10035 for one that would
 * block. Descriptors are small non-negative integers. Nothing blocks but port_poll, port_resolve and port_getnameinfo.
 * A buffer is never kept. An address is a SOCKADDR_IN of 16 bytes or a SOCKADDR_IN6 of 28, its family Winsock's; where
 * a function writes one, there is room for 28 bytes.
 *
 * packages/platform-device/src/device-host.ts is the same page as the guest sees it.
 */
#ifndef PORT_H
#define PORT_H

#include <stddef.h>
#include <stdint.h>

/* Once before anything else, and once at the end. port_start answers 0, or an error: then the program ends. */
int port_start(void);
void port_stop(void);

/* Milliseconds on a clock that never goes back. */
double port_now(void);

/*
 * Milliseconds of processor time that this program has taken: the watchdog's clock. port_now, on a board that cannot
 * tell.
 */
double port_cpu(void);

/* Fills `buf` with random bytes that are fit for keys. */
int port_random(uint8_t *buf, size_t len);

/*
 * Blocks until an entry of `table` is ready or `ms` milliseconds have passed (negative: however long it takes); may
 * return early. Answers how many entries are ready.
 */
struct port_poll {
    int32_t fd;      /* negative: the entry is skipped, and nothing found */
    int16_t events;  /* PORT_POLL_* asked for */
    int16_t revents; /* PORT_POLL_* found: to be written in every entry */
};
enum {
    PORT_POLL_IN = 0x1,
    PORT_POLL_PRI = 0x2,
    PORT_POLL_OUT = 0x4,
    PORT_POLL_ERR = 0x8,  /* comes unasked */
    PORT_POLL_HUP = 0x10, /* comes unasked: both directions have ended */
    PORT_POLL_NVAL = 0x20, /* comes unasked: no such descriptor */
    PORT_POLL_END = 0x2000 /* the peer sends no more, though something may be left to read */
};
int port_poll(struct port_poll *table, int n, double ms);

int port_open(int family, int type, int protocol);
int port_close(int fd);
int port_bind(int fd, const uint8_t *name, int namelen);
int port_connect(int fd, const uint8_t *name, int namelen);
int port_listen(int fd, int backlog);
int port_accept(int fd, uint8_t *name);
int port_send(int fd, const uint8_t *buf, int len, int flags);
/* Of a datagram, its whole length: more than `len` says that the rest is gone. */
int port_recv(int fd, uint8_t *buf, int len, int flags);
int port_sendto(int fd, const uint8_t *buf, int len, int flags, const uint8_t *name, int namelen);
int port_recvfrom(int fd, uint8_t *buf, int len, int flags, uint8_t *name);
int port_shutdown(int fd, int how);
/* The bytes written to `name`. */
int port_getsockname(int fd, uint8_t *name);
int port_getpeername(int fd, uint8_t *name);
/* The bytes written to `value`. */
int port_getsockopt(int fd, int level, int option, uint8_t *value, int len);
int port_setsockopt(int fd, int level, int option, const uint8_t *value, int len);
/*
 * Bytes that can be read now; bytes of a stream that have not reached the peer; 0 while an urgent byte waits for
 * MSG_OOB, or stands ahead in a stream with SO_OOBINLINE, else 1. packages/spi/src/contract/network-stack.ts says in
 * full what each function means.
 */
int port_available(int fd);
int port_unsent(int fd);
int port_atmark(int fd);
/* Writes addresses into slots of 28 bytes, as many as fit in `len`; answers how many. */
int port_resolve(const char *name, int family, uint8_t *out, int len);
/*
 * Writes the name of the host at an address, without a terminator; `namelen` 0: this device's own. Answers how many
 * bytes.
 */
int port_getnameinfo(const uint8_t *name, int namelen, uint8_t *out, int len);

#endif
