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
    STATE_NAMED = 0x20,   /* its connection's names are kept */
    STATE_ERRORS = 0x40,  /* a send has met the ICMP error of an earlier datagram */
    STATE_REFUSED = 0x80  /* and that was that nobody has the port */
};
enum { DESCRIPTORS = 8192 };
extern uint8_t descriptor_state[DESCRIPTORS];

/* error_queue.c: ICMP errors of a datagram socket, as Winsock reports them. */
void error_queue_enable(int fd, int family);
/* Empties the queue: how many errors stood in it. */
int error_queue_clear(int fd);

/* names.c: a connection's names, which Winsock reports for as long as the socket lives and this system for its connection. */
void names_note(int fd);

#endif
