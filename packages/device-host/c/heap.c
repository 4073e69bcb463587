#include "heap.h"

#include <stdlib.h>
#include <string.h>

#include "heap_parts.h"

static int is_tiny(const struct heap *heap, const void *block)
{
    return (const uint8_t *)block >= heap->memory + heap->bottom;
}

/* The bytes that a block occupies. `room_of`: those that its owner may use. */
static size_t size_of(const struct heap *heap, const void *block)
{
    return is_tiny(heap, block) ? tiny_size(heap, block) : large_size(block);
}

static size_t room_of(const struct heap *heap, const void *block)
{
    return is_tiny(heap, block) ? tiny_size(heap, block) : large_size(block) - LARGE_WORD;
}

static size_t rounded(size_t bytes)
{
    return (bytes + HEAP_UNIT - 1) / HEAP_UNIT * HEAP_UNIT;
}

static void count(JSMallocState *state, size_t freed, size_t taken)
{
    struct heap *heap = state->opaque;
    heap->used += taken - freed;
    state->malloc_size = heap->used; /* QuickJS uses it to decide when to collect garbage */
    if (heap->used > heap->peak)
        heap->peak = heap->used;
}

static void *allocate(JSMallocState *state, size_t bytes)
{
    struct heap *heap = state->opaque;
    void *block = NULL;
    if (bytes <= HEAP_TINY)
        block = tiny_take(heap, rounded(bytes));
    else if (bytes <= heap->size)
        block = large_take(heap, rounded(bytes + LARGE_WORD));
    if (block == NULL) {
        heap->refused = bytes;
        heap->used_then = heap->used;
        if (heap->runtime != NULL)
            quickjs_keep_errors(heap->runtime, &heap->errors);
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
    count(state, size_of(heap, block), 0);
    ASAN_POISON_MEMORY_REGION(block, room_of(heap, block));
    if (is_tiny(heap, block))
        tiny_give(heap, block);
    else
        large_give(heap, block);
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
    size_t holds = room_of(heap, block);
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

/* QuickJS would use the bytes of a block beyond its requested size; blocks have hardly any here. */
static size_t usable_size(const void *block)
{
    (void)block;
    return 0;
}

JSRuntime *heap_open(struct heap *heap, size_t size)
{
    static const JSMallocFunctions functions = {allocate, release, reallocate, usable_size};
    size = size / HEAP_PAGE * HEAP_PAGE;
    /* Larger blocks begin at an offset at which their bytes, after one word, are aligned. */
    *heap = (struct heap){.memory = malloc(size), .size = size, .top = HEAP_UNIT - LARGE_WORD, .bottom = size};
    if (heap->memory == NULL)
        return NULL;
    ASAN_POISON_MEMORY_REGION(heap->memory, size);
    return heap->runtime = JS_NewRuntime2(&functions, heap);
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
