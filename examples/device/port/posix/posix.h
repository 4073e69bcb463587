/* What the files of this port share. */
#ifndef POSIX_H
#define POSIX_H

#include <stdint.h>
#include <sys/socket.h>

/* The negative Winsock number of an errno. */
int winsock_error(int error);
/* The same for what getaddrinfo answers. */
int winsock_resolver_error(int eai);

/* Families, which are all that differs in an address. */
int posix_family(int winsock);
int winsock_family(int posix);
/* Winsock's address as this system's; its length. */
socklen_t posix_address(struct sockaddr_storage *to, const uint8_t *name, int namelen);
/* This system's address as Winsock's; the bytes written. */
int winsock_address(uint8_t *name, const struct sockaddr_storage *from, socklen_t len);

/* What the system does not say about a descriptor when a call on it fails. */
enum {
    STATE_STREAM = 0x1,
    STATE_CONNECTED = 0x2, /* has a peer, reaches for one, or had one */
    STATE_SEND_SHUT = 0x4,
    STATE_LINGERS = 0x8,
    STATE_DATAGRAM = 0x10,
    STATE_NAMED = 0x20,   /* its connection's names are stored */
    STATE_ERRORS = 0x40,  /* a send has met the ICMP error of an earlier datagram */
    STATE_REFUSED = 0x80, /* the error was a refusal: no socket has the port */
    STATE_APART = 0x100,  /* an urgent byte that MSG_OOB has read still stands in the stream */
    STATE_MOVED = 0x200,  /* its urgent byte waited when SO_OOBINLINE was set */
    STATE_RESET = 0x400,  /* a call has reported a reset of the connection */
    STATE_ABORTED = 0x800 /* the connection was reset behind the peer's end */
};
enum { DESCRIPTORS = 8192 };
extern uint16_t descriptor_state[DESCRIPTORS];
int descriptor_has(int fd, int state);
void descriptor_add(int fd, int state);
void descriptor_drop(int fd, int state);

/* error_queue.c: ICMP errors of a datagram socket, as Winsock reports them. */
void error_queue_enable(int fd, int family);
/* Empties the queue: how many errors stood in it. */
int error_queue_clear(int fd);

/*
 * names.c: a connection's names, which Winsock reports for as long as the socket lives and this system for its
 * connection.
 */
void names_note(int fd);

/* binding.c: what a socket lets others do with its address: nothing set, SO_REUSEADDR, SO_EXCLUSIVEADDRUSE. */
enum { SHARE_DEFAULT, SHARE_REUSE, SHARE_EXCLUSIVE };
void binding_share(int fd, int share);
int binding_shared(int fd);
/* The descriptor is new, or about to be closed. */
void binding_forget(int fd);
/*
 * Binds a stream to its name again: the system drops a port that it has chosen when a connect fails. Whether it was
 * bound.
 */
int binding_again(int fd);
/* A stream whose connect has failed may connect or listen next, under the name that it has. */
void binding_start_again(int fd);

/* urgent.c: bytes that may be read before the next urgent byte that MSG_OOB has already read. */
int urgent_reach(int fd);
/* MSG_OOB has read a byte. */
void urgent_taken(int fd);
/* Reading has come `count` bytes further, of a socket with STATE_APART. */
void urgent_passed(int fd, int count);
/* SO_OOBINLINE is about to be set. */
void urgent_goes_inline(int fd);
/* The descriptor is about to be closed. */
void urgent_forget(int fd);

#endif
