/*
 * The functions that a board implements: clock, random bytes and sockets. No other part of this program calls an
 * operating system. PORTING.md explains each function; port/posix and port/windows are two implementations.
 *
 * Families, types, flags, options and errors have Winsock's numbers on every board (winsock_numbers.h). A function
 * returns a count, a descriptor or 0, or an error as a negative Winsock number, for example -10035 for a call that
 * would block. Descriptors are small non-negative integers. Only port_poll, port_resolve and port_getnameinfo block.
 * A function uses a buffer only during the call. An address is a SOCKADDR_IN of 16 bytes or a SOCKADDR_IN6 of 28,
 * with Winsock's family; if a function writes one, the caller has room for 28 bytes.
 *
 * packages/platform-device/src/device-host.ts describes the same functions from the guest's side.
 */
#ifndef PORT_H
#define PORT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Called once before all other functions, and once at the end. port_start returns 0, or an error, which ends the
 * program.
 */
int port_start(void);
void port_stop(void);

/* Milliseconds of a monotonic clock. */
double port_now(void);

/*
 * Milliseconds of processor time that this program has used, for the watchdog. On a board that cannot measure it,
 * port_now.
 */
double port_cpu(void);

/* Fills `buf` with cryptographically secure random bytes. */
int port_random(uint8_t *buf, size_t len);

/*
 * Blocks until an entry of `table` is ready or `ms` milliseconds have passed (negative: no limit); may return early.
 * Returns the number of ready entries.
 */
struct port_poll {
    int32_t fd;      /* negative: the entry is skipped, and revents is 0 */
    int16_t events;  /* the requested PORT_POLL_* */
    int16_t revents; /* the reported PORT_POLL_*; written in every entry */
};
enum {
    PORT_POLL_IN = 0x1,
    PORT_POLL_PRI = 0x2,
    PORT_POLL_OUT = 0x4,
    PORT_POLL_ERR = 0x8,  /* also reported if not requested */
    PORT_POLL_HUP = 0x10, /* also reported if not requested: both directions have ended */
    PORT_POLL_NVAL = 0x20, /* also reported if not requested: no such descriptor */
    PORT_POLL_END = 0x2000 /* the peer sends no more; there may be data left to read */
};
int port_poll(struct port_poll *table, int n, double ms);

int port_open(int family, int type, int protocol);
int port_close(int fd);
int port_bind(int fd, const uint8_t *name, int namelen);
int port_connect(int fd, const uint8_t *name, int namelen);
int port_listen(int fd, int backlog);
int port_accept(int fd, uint8_t *name);
int port_send(int fd, const uint8_t *buf, int len, int flags);
/* Returns the whole length of a datagram: if it exceeds `len`, the rest was discarded. */
int port_recv(int fd, uint8_t *buf, int len, int flags);
int port_sendto(int fd, const uint8_t *buf, int len, int flags, const uint8_t *name, int namelen);
int port_recvfrom(int fd, uint8_t *buf, int len, int flags, uint8_t *name);
int port_shutdown(int fd, int how);
/* Return the number of bytes written to `name`. */
int port_getsockname(int fd, uint8_t *name);
int port_getpeername(int fd, uint8_t *name);
/* Returns the number of bytes written to `value`. */
int port_getsockopt(int fd, int level, int option, uint8_t *value, int len);
int port_setsockopt(int fd, int level, int option, const uint8_t *value, int len);
/*
 * port_available: the bytes that can be read now. port_unsent: the bytes of a stream that the peer has not
 * acknowledged. port_atmark: 0 while an urgent byte waits for MSG_OOB, or is ahead in a stream with SO_OOBINLINE;
 * otherwise 1. packages/spi/src/contract/network-stack.ts defines each function.
 */
int port_available(int fd);
int port_unsent(int fd);
int port_atmark(int fd);
/* Writes as many addresses as fit in `len`, in slots of 28 bytes. Returns their number. */
int port_resolve(const char *name, int family, uint8_t *out, int len);
/*
 * Writes the name of the host at an address, without a terminator; with `namelen` 0, this device's own name. Returns
 * the number of bytes.
 */
int port_getnameinfo(const uint8_t *name, int namelen, uint8_t *out, int len);

#endif
