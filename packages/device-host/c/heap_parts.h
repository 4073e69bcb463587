/* The two halves of a heap: blocks in pages, and larger ones. All sizes are multiples of HEAP_UNIT. */
#ifndef HEAP_PARTS_H
#define HEAP_PARTS_H

#include "heap.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define UNWATCHED __attribute__((no_sanitize("address")))
#else
#define UNWATCHED
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

/* Allocates a block in a page; NULL if there is no room. `tiny_size` returns the block size of its page. */
void *tiny_take(struct heap *heap, size_t size);
void tiny_give(struct heap *heap, void *block);
size_t tiny_size(const struct heap *heap, const void *block);

/* Allocates a larger block. `size` and `large_size` include its header of one word. */
enum { LARGE_WORD = sizeof(size_t) };
void *large_take(struct heap *heap, size_t size);
void large_give(struct heap *heap, void *bytes);
size_t large_size(const void *bytes);

#endif
