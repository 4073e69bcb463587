#include "heap.h"

#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define UNWATCHED __attribute__((no_sanitize("address")))
#else
#define UNWATCHED
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

/* A free block of a page. */
struct link {
    struct link *next;
};

/* A page's first bytes. On the list of its size while it has room; the list of empty pages uses `next` alone. */
struct heap_page {
    struct heap_page *next, *previous;
    struct link *free;
    uint16_t size; /* of its blocks; 0 for an empty page */
    uint16_t count; /* of blocks that are in use */
};

/* A free larger block: its size stands where that of a block in use does, in the word before the bytes. */
struct heap_hole {
    size_t size;
    struct heap_hole *next;
};

enum { WORD = sizeof(size_t), SMALLEST_HOLE = (sizeof(struct heap_hole) + HEAP_UNIT - 1) / HEAP_UNIT * HEAP_UNIT };
enum { PAGE_HEAD = (sizeof(struct heap_page) + HEAP_UNIT - 1) / HEAP_UNIT * HEAP_UNIT };

static int is_tiny(const struct heap *heap, const void *block)
{
    return (const uint8_t *)block >= heap->memory + heap->bottom;
}

static struct heap_page *page_of(const struct heap *heap, const void *block)
{
    size_t at = (size_t)((const uint8_t *)block - heap->memory);
    return (struct heap_page *)(void *)(heap->memory + at / HEAP_PAGE * HEAP_PAGE);
}

/* Bytes that a block takes. */
UNWATCHED static size_t size_of(const struct heap *heap, const void *block)
{
    if (is_tiny(heap, block))
        return page_of(heap, block)->size;
    return *(const size_t *)(const void *)((const uint8_t *)block - WORD);
}

static void list(struct heap *heap, struct heap_page *page)
{
    struct heap_page **head = &heap->pages[page->size / HEAP_UNIT - 1];
    page->previous = NULL;
    page->next = *head;
    if (*head != NULL)
        (*head)->previous = page;
    *head = page;
}

static void unlist(struct heap *heap, struct heap_page *page)
{
    if (page->previous != NULL)
        page->previous->next = page->next;
    else
        heap->pages[page->size / HEAP_UNIT - 1] = page->next;
    if (page->next != NULL)
        page->next->previous = page->previous;
}

UNWATCHED static struct heap_page *new_page(struct heap *heap, size_t size)
{
    struct heap_page *page = heap->empty;
    if (page != NULL)
        heap->empty = page->next;
    else if (heap->bottom >= HEAP_PAGE && heap->bottom - HEAP_PAGE >= heap->top) {
        heap->bottom -= HEAP_PAGE;
        page = (struct heap_page *)(void *)(heap->memory + heap->bottom);
    } else
        return NULL;
    ASAN_UNPOISON_MEMORY_REGION(page, PAGE_HEAD);
    *page = (struct heap_page){.size = (uint16_t)size};
    for (size_t at = PAGE_HEAD + (HEAP_PAGE - PAGE_HEAD) / size * size; at > PAGE_HEAD;) {
        struct link *block = (struct link *)(void *)((uint8_t *)page + (at -= size));
        block->next = page->free;
        page->free = block;
    }
    list(heap, page);
    return page;
}

/* Empty pages next to the larger blocks go back to where those may take them. */
UNWATCHED static void give_back(struct heap *heap)
{
    struct heap_page *page;
    while (heap->bottom < heap->size &&
           (page = (struct heap_page *)(void *)(heap->memory + heap->bottom))->size == 0) {
        struct heap_page **at = &heap->empty;
        while (*at != page)
            at = &(*at)->next;
        *at = page->next;
        heap->bottom += HEAP_PAGE;
    }
}

UNWATCHED static void *take_tiny(struct heap *heap, size_t size)
{
    struct heap_page *page = heap->pages[size / HEAP_UNIT - 1];
    if (page == NULL && (page = new_page(heap, size)) == NULL)
        return NULL;
    struct link *block = page->free;
    page->free = block->next;
    page->count++;
    if (page->free == NULL)
        unlist(heap, page);
    return block;
}

UNWATCHED static void give_tiny(struct heap *heap, void *block)
{
    struct heap_page *page = page_of(heap, block);
    if (page->free == NULL)
        list(heap, page);
    ((struct link *)block)->next = page->free;
    page->free = block;
    if (--page->count > 0)
        return;
    unlist(heap, page);
    page->size = 0;
    page->next = heap->empty;
    heap->empty = page;
    give_back(heap);
}

/* `size` counts the word before the bytes. First fit: holes are few. */
UNWATCHED static void *take_large(struct heap *heap, size_t size)
{
    struct heap_hole **at = &heap->holes;
    while (*at != NULL && (*at)->size < size)
        at = &(*at)->next;
    struct heap_hole *block = *at;
    if (block == NULL) {
        if (size > heap->bottom - heap->top)
            return NULL;
        block = (struct heap_hole *)(void *)(heap->memory + heap->top);
        heap->top += size;
    } else if (block->size - size < SMALLEST_HOLE) {
        size = block->size;
        *at = block->next;
    } else {
        struct heap_hole *rest = (struct heap_hole *)(void *)((uint8_t *)block + size);
        rest->size = block->size - size;
        rest->next = block->next;
        *at = rest;
    }
    block->size = size;
    return (uint8_t *)block + WORD;
}

/* Joins a hole with the one that follows it, if nothing is between them: whether it did. */
UNWATCHED static int join(struct heap_hole *hole)
{
    if (hole->next == NULL || (uint8_t *)hole + hole->size != (uint8_t *)hole->next)
        return 0;
    hole->size += hole->next->size;
    hole->next = hole->next->next;
    return 1;
}

UNWATCHED static void give_large(struct heap *heap, void *bytes)
{
    struct heap_hole *hole = (struct heap_hole *)(void *)((uint8_t *)bytes - WORD);
    struct heap_hole **at = &heap->holes, **before = NULL;
    while (*at != NULL && *at < hole) {
        before = at;
        at = &(*at)->next;
    }
    hole->next = *at;
    *at = hole;
    join(hole);
    if (before != NULL && join(*before))
        at = before;
    /* What is last is no hole: it is room, for pages too. */
    hole = *at;
    if ((uint8_t *)hole + hole->size == heap->memory + heap->top) {
        heap->top -= hole->size;
        *at = NULL;
    }
}

static size_t rounded(size_t bytes)
{
    return (bytes + HEAP_UNIT - 1) / HEAP_UNIT * HEAP_UNIT;
}

static void count(JSMallocState *state, size_t freed, size_t taken)
{
    struct heap *heap = state->opaque;
    heap->used += taken - freed;
    state->malloc_size = heap->used; /* QuickJS decides by it when to collect garbage */
    if (heap->used > heap->peak)
        heap->peak = heap->used;
}

static void *allocate(JSMallocState *state, size_t bytes)
{
    struct heap *heap = state->opaque;
    void *block = NULL;
    if (bytes <= HEAP_TINY)
        block = take_tiny(heap, rounded(bytes));
    else if (bytes <= heap->size)
        block = take_large(heap, rounded(bytes + WORD));
    if (block == NULL) {
        heap->refused = bytes;
        heap->used_then = heap->used;
        return NULL;
    }
    ASAN_UNPOISON_MEMORY_REGION(block, bytes);
    count(state, 0, size_of(heap, block));
    return block;
}

static void release(JSMallocState *state, void *block)
{
    struct heap *heap = state->opaque;
    if (block == NULL)
        return;
    size_t size = size_of(heap, block);
    count(state, size, 0);
    ASAN_POISON_MEMORY_REGION(block, is_tiny(heap, block) ? size : size - WORD);
    if (is_tiny(heap, block))
        give_tiny(heap, block);
    else
        give_large(heap, block);
}

static void *reallocate(JSMallocState *state, void *block, size_t bytes)
{
    struct heap *heap = state->opaque;
    if (block == NULL)
        return bytes == 0 ? NULL : allocate(state, bytes);
    if (bytes == 0) {
        release(state, block);
        return NULL;
    }
    size_t holds = size_of(heap, block) - (is_tiny(heap, block) ? 0 : WORD);
    if (bytes <= holds && holds - bytes < HEAP_TINY) {
        ASAN_UNPOISON_MEMORY_REGION(block, bytes);
        return block;
    }
    void *moved = allocate(state, bytes);
    if (moved == NULL)
        return NULL;
    ASAN_UNPOISON_MEMORY_REGION(block, holds);
    memcpy(moved, block, holds < bytes ? holds : bytes);
    release(state, block);
    return moved;
}

/* QuickJS would use what a block has beyond its size; blocks here have hardly any. */
static size_t usable_size(const void *block)
{
    (void)block;
    return 0;
}

JSRuntime *heap_open(struct heap *heap, size_t size)
{
    static const JSMallocFunctions functions = {allocate, release, reallocate, usable_size};
    size = size / HEAP_PAGE * HEAP_PAGE;
    /* Larger blocks begin such that their bytes, one word on, are aligned. */
    *heap = (struct heap){.memory = malloc(size), .size = size, .top = HEAP_UNIT - WORD, .bottom = size};
    if (heap->memory == NULL)
        return NULL;
    ASAN_POISON_MEMORY_REGION(heap->memory, size);
    return JS_NewRuntime2(&functions, heap);
}

void heap_close(struct heap *heap)
{
    ASAN_UNPOISON_MEMORY_REGION(heap->memory, heap->size);
    free(heap->memory);
}

size_t heap_extent(const struct heap *heap)
{
    return heap->top + (heap->size - heap->bottom);
}
