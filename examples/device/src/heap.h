/*
 * The engine's heap: one piece of memory of exactly the budget's size, the same on every board.
 *
 * A JavaScript heap is thousands of tiny blocks, so those of up to HEAP_TINY bytes lie in pages of one size each, with
 * nothing beside them; pages are taken from the end of the memory. Larger blocks have one word before them and are
 * taken from its beginning. When the two meet, it is full. Taking and giving back cost the same however large it is.
 */
#ifndef HEAP_H
#define HEAP_H

#include <stddef.h>
#include <stdint.h>

#include "inside.h"
#include "quickjs.h"

enum { HEAP_PAGE = 512, HEAP_UNIT = 8, HEAP_TINY = 80, HEAP_CLASSES = HEAP_TINY / HEAP_UNIT, HEAP_BINS = 32 };

struct heap_page;
struct heap_hole;

struct heap {
    uint8_t *memory;
    size_t size;                               /* bytes, the budget */
    size_t top;                                /* where the larger blocks end */
    size_t bottom;                             /* where the pages begin */
    struct heap_hole *holes[HEAP_BINS];        /* among the larger blocks, by the power of two that they reach */
    uint32_t filled;                           /* a bit for each of these lists that is not empty */
    struct heap_page *pages[1 + HEAP_CLASSES]; /* those with room, by size; first those of no size, which are empty */
    size_t used;                               /* bytes of blocks, with the words before them */
    size_t peak;
    size_t refused;                            /* the last request that found no room; 0 for none */
    size_t used_then;                          /* what was in use when it was made */
    JSRuntime *runtime;                        /* once it stands */
    struct quickjs_errors errors;
};

/* Takes `size` bytes: a runtime that has no others, or NULL if the board has not got them. */
JSRuntime *heap_open(struct heap *heap, size_t size);
void heap_close(struct heap *heap);

/* Bytes of its memory that the heap has spread over, holes included. */
size_t heap_extent(const struct heap *heap);

#endif
