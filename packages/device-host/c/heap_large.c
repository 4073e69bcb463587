/*
 * Blocks of more than HEAP_TINY bytes, one after the other from the beginning of the memory. Each begins with a word:
 * its size, and whether it and the block before it are holes. A hole also ends with its size, so that a freed block
 * finds both its neighbours. Two holes are never adjacent, and the last block is never a hole: free memory after it
 * is room, for pages too.
 */
#include "heap_parts.h"

/* The two lowest bits of the first word. */
enum { HOLE = 1, BEHIND_HOLE = 2, MARKS = HOLE | BEHIND_HOLE };
/* The number of holes to try before splitting a hole that is certainly large enough. */
enum { LOOKS = 16 };

/* A block. Only a hole has the fields after the first word. */
struct heap_hole {
    size_t head;
    struct heap_hole *next, *previous; /* in its list */
};

enum { SMALLEST_HOLE = (sizeof(struct heap_hole) + sizeof(size_t) + HEAP_UNIT - 1) / HEAP_UNIT * HEAP_UNIT };

UNWATCHED static size_t size_of(const struct heap_hole *block)
{
    return block->head & ~(size_t)MARKS;
}

static struct heap_hole *behind(const struct heap_hole *block, size_t size)
{
    return (struct heap_hole *)(void *)((uint8_t *)block + size);
}

static struct heap_hole *block_of(const void *bytes)
{
    return (struct heap_hole *)(void *)((uint8_t *)bytes - LARGE_WORD);
}

static int is_last(const struct heap *heap, const struct heap_hole *block, size_t size)
{
    return (uint8_t *)block + size == heap->memory + heap->top;
}

UNWATCHED size_t large_size(const void *bytes)
{
    return size_of(block_of(bytes));
}

static int bin_of(size_t size)
{
    return 31 - __builtin_clz((unsigned)size);
}

UNWATCHED static void list(struct heap *heap, struct heap_hole *hole, size_t size)
{
    struct heap_hole **head = &heap->holes[bin_of(size)];
    *hole = (struct heap_hole){.head = size | HOLE, .next = *head};
    if (*head != NULL)
        (*head)->previous = hole;
    *head = hole;
    heap->filled |= 1u << bin_of(size);
    ((size_t *)(void *)behind(hole, size))[-1] = size;
    behind(hole, size)->head |= BEHIND_HOLE;
}

UNWATCHED static void unlist(struct heap *heap, struct heap_hole *hole)
{
    int bin = bin_of(size_of(hole));
    if (hole->next != NULL)
        hole->next->previous = hole->previous;
    if (hole->previous != NULL)
        hole->previous->next = hole->next;
    else if ((heap->holes[bin] = hole->next) == NULL)
        heap->filled &= ~(1u << bin);
    behind(hole, size_of(hole))->head &= ~(size_t)BEHIND_HOLE;
}

UNWATCHED static struct heap_hole *first_of(struct heap_hole *hole, size_t size, size_t looks)
{
    while (hole != NULL && size_of(hole) < size)
        hole = --looks == 0 ? NULL : hole->next;
    return hole;
}

/*
 * Finds a hole for a block. NULL if no hole is large enough, or if none is found quickly and there is room after the
 * last block.
 */
static struct heap_hole *find(const struct heap *heap, size_t size)
{
    int bin = bin_of(size);
    struct heap_hole *hole = first_of(heap->holes[bin], size, LOOKS);
    uint32_t larger = heap->filled >> bin >> 1;
    if (hole == NULL && larger != 0)
        return heap->holes[bin + 1 + __builtin_ctz(larger)];
    if (hole == NULL && size > heap->bottom - heap->top)
        return first_of(heap->holes[bin], size, SIZE_MAX);
    return hole;
}

UNWATCHED void *large_take(struct heap *heap, size_t size)
{
    struct heap_hole *block = find(heap, size);
    if (block != NULL) {
        size_t rest = size_of(block) - size;
        unlist(heap, block);
        if (rest >= SMALLEST_HOLE)
            list(heap, behind(block, size), rest);
        else
            size += rest;
    } else if (size <= heap->bottom - heap->top) {
        block = (struct heap_hole *)(void *)(heap->memory + heap->top);
        heap->top += size;
    } else
        return NULL;
    block->head = size;
    return (uint8_t *)block + LARGE_WORD;
}

UNWATCHED void large_give(struct heap *heap, void *bytes)
{
    struct heap_hole *block = block_of(bytes);
    size_t size = size_of(block);
    if (block->head & BEHIND_HOLE) {
        size_t before = ((size_t *)(void *)block)[-1];
        block = (struct heap_hole *)(void *)((uint8_t *)block - before);
        unlist(heap, block);
        size += before;
    }
    if (is_last(heap, block, size)) {
        heap->top -= size;
        return;
    }
    struct heap_hole *next = behind(block, size);
    if (next->head & HOLE) {
        size += size_of(next);
        unlist(heap, next);
    }
    list(heap, block, size);
}
