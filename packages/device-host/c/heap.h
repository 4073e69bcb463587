/*
 * The engine's heap: one piece of memory of exactly the budget's size, the same on every board.
 *
 * A JavaScript heap consists of thousands of tiny blocks. Blocks of up to HEAP_TINY bytes are in pages, each for
 * blocks of one size, without a header for each block; pages are allocated from the end of the memory. Larger blocks
 * have a header of one word and are allocated from the beginning. The heap is full when the two meet. The cost of
 * allocating and freeing does not depend on the size of the heap.
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
    size_t top;                                /* the end of the larger blocks */
    size_t bottom;                             /* the beginning of the pages */
    struct heap_hole *holes[HEAP_BINS];        /* between larger blocks, by the power of two of their size */
    uint32_t filled;                           /* a bit for each of these lists that is not empty */
    struct heap_page *pages[1 + HEAP_CLASSES]; /* pages with room, by block size; [0]: empty pages */
    size_t used;                               /* bytes of blocks, including their headers */
    size_t peak;
    size_t refused;                            /* the last refused request in bytes; 0 for none */
    size_t used_then;                          /* the bytes in use at that time */
    JSRuntime *runtime;                        /* once it exists */
    struct quickjs_errors errors;
};

/* Allocates `size` bytes, and makes a runtime that uses no other memory; NULL if the board does not have them. */
JSRuntime *heap_open(struct heap *heap, size_t size);
void heap_close(struct heap *heap);

/* Bytes of its memory that the heap has used, including holes. */
size_t heap_extent(const struct heap *heap);

#endif
