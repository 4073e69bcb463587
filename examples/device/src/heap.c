#include "heap.h"

#include <stdint.h>
#include <stdlib.h>

#include "port.h"

/* What a block takes: what it holds, and malloc's word before it. */
static size_t size_of(void *block)
{
    return port_block_size(block) + sizeof(size_t);
}

/* What a block of this size will take. */
static size_t size_for(size_t bytes)
{
    const size_t unit = 2 * sizeof(size_t);
    return (bytes + sizeof(size_t) + unit - 1) / unit * unit;
}

static void *refuse(struct heap *heap, size_t size)
{
    heap->refused = size;
    heap->used_then = heap->used;
    return NULL;
}

static int has_room(const struct heap *heap, size_t freed, size_t size)
{
    size_t used = heap->used - freed;
    return used <= heap->budget && size_for(size) <= heap->budget - used;
}

/* QuickJS decides by malloc_size when to collect garbage. */
static void count(JSMallocState *state, size_t freed, size_t taken)
{
    struct heap *heap = state->opaque;
    heap->used += taken - freed;
    state->malloc_size = heap->used;
    if (heap->used > heap->peak)
        heap->peak = heap->used;
}

static void *allocate(JSMallocState *state, size_t size)
{
    void *block = has_room(state->opaque, 0, size) ? malloc(size) : NULL;
    if (block == NULL)
        return refuse(state->opaque, size);
    state->malloc_count++;
    count(state, 0, size_of(block));
    return block;
}

static void release(JSMallocState *state, void *block)
{
    if (block == NULL)
        return;
    state->malloc_count--;
    count(state, size_of(block), 0);
    free(block);
}

static void *reallocate(JSMallocState *state, void *block, size_t size)
{
    if (block == NULL)
        return size == 0 ? NULL : allocate(state, size);
    if (size == 0) {
        release(state, block);
        return NULL;
    }
    size_t before = size_of(block);
    void *moved = has_room(state->opaque, before, size) ? realloc(block, size) : NULL;
    if (moved == NULL)
        return refuse(state->opaque, size);
    count(state, before, size_of(moved));
    return moved;
}

static size_t usable_size(const void *block)
{
    return port_block_size((void *)block);
}

JSRuntime *heap_new_runtime(struct heap *heap)
{
    static const JSMallocFunctions functions = {allocate, release, reallocate, usable_size};
    *heap = (struct heap){.budget = SIZE_MAX};
    return JS_NewRuntime2(&functions, heap);
}
