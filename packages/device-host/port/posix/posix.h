/* Declarations that the files of this port share. */
#ifndef POSIX_H
#define POSIX_H

#include <stdint.h>
#include <sys/socket.h>

/* The negative Winsock number of an errno. */
int winsock_error(int error);
/* The same for a result of getaddrinfo. */
int winsock_resolver_error(int eai);

/* Converts a family, the only field of an address that differs. */
int posix_family(int winsock);
int winsock_family(int posix);
/* Converts Winsock's address to this system's. Returns its length. */
socklen_t posix_address(struct sockaddr_storage *to, const uint8_t *name, int namelen);
/* Converts this system's address to Winsock's. Returns the number of bytes written. */
int winsock_address(uint8_t *name, const struct sockaddr_storage *from, socklen_t len);

/* The state of a descriptor that the system does not report when a call fails. */
enum {
    STATE_STREAM = 0x1,
    STATE_CONNECTED = 0x2, /* is connected, is connecting, or was connected */
    STATE_SEND_SHUT = 0x4,
    STATE_LINGERS = 0x8,
    STATE_DATAGRAM = 0x10,
    STATE_NAMED = 0x20,   /* its connection's names are stored */
    STATE_ERRORS = 0x40,  /* a send has reported the ICMP error of an earlier datagram */
    STATE_REFUSED = 0x80, /* that error was an unreachable port */
    STATE_APART = 0x100,  /* an urgent byte that MSG_OOB has read is still in the stream */
    STATE_MOVED = 0x200,  /* an urgent byte was unread when SO_OOBINLINE was set */
    STATE_RESET = 0x400,  /* a call has reported a reset of the connection */
    STATE_ABORTED = 0x800 /* the connection was reset after the peer's end of stream */
};
enum { DESCRIPTORS = 8192 };
extern uint16_t descriptor_state[DESCRIPTORS];
int descriptor_has(int fd, int state);
void descriptor_add(int fd, int state);
void descriptor_drop(int fd, int state);

/* error_queue.c: ICMP errors of a datagram socket, as Winsock reports them. */
void error_queue_enable(int fd, int family);
/* Empties the queue. Returns the number of errors in it. */
int error_queue_clear(int fd);

/*
 * names.c: the names of a connection. Winsock reports them until the socket is closed; this system, until the
 * connection ends.
 */
void names_note(int fd);

/* binding.c: how a socket shares its address: default, SO_REUSEADDR or SO_EXCLUSIVEADDRUSE. */
enum { SHARE_DEFAULT, SHARE_REUSE, SHARE_EXCLUSIVE };
void binding_share(int fd, int share);
int binding_shared(int fd);
/* Call it when the descriptor is new, and before it is closed. */
void binding_forget(int fd);
/*
 * Binds a stream to its name again, because the system releases a port that it chose when a connect fails. Returns
 * whether the stream was bound.
 */
int binding_again(int fd);
/* Prepares a stream whose connect has failed to connect or listen again, at the same address. */
void binding_start_again(int fd);

/* urgent.c: the number of bytes before the next urgent byte that MSG_OOB has already read. */
int urgent_reach(int fd);
/* Records that MSG_OOB has read a byte. */
void urgent_taken(int fd);
/* Records that `count` bytes were read from a socket with STATE_APART. */
void urgent_passed(int fd, int count);
/* Call it before SO_OOBINLINE is set. */
void urgent_goes_inline(int fd);
/* Call it before the descriptor is closed. */
void urgent_forget(int fd);

#endif
