/*
 * The descriptors that a program has opened. Their number is limited; the program can use no others, and they are
 * closed when it ends.
 */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stdint.h>

struct descriptors {
    int64_t *places; /* a hash table: 1 + descriptor, 0 for a free place */
    uint32_t mask;   /* places - 1; a power of two, less one */
    uint32_t open;
    uint32_t most;
};

/* Returns 0, or -1 if there is no memory for the table. */
int descriptors_start(struct descriptors *set, uint32_t most);
/* Closes the open descriptors with port_close. */
void descriptors_end(struct descriptors *set);

/* Whether another descriptor may be opened. */
int descriptors_have_room(const struct descriptors *set);
void descriptors_add(struct descriptors *set, int fd);
int descriptors_has(const struct descriptors *set, int fd);
void descriptors_remove(struct descriptors *set, int fd);

#endif
