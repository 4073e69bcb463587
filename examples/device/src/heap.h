/* The engine's heap: malloc's blocks, counted to the byte and held to a budget. */
#ifndef HEAP_H
#define HEAP_H

#include <stddef.h>

#include "quickjs.h"

struct heap {
    size_t budget;       /* bytes; every block counts with its administration */
    size_t used;
    size_t peak;
    size_t refused;      /* the last request that found no room; 0 for none */
    size_t used_then;    /* what was in use when it was made */
};

/* A runtime whose memory is `heap`'s, without a budget until one is set; NULL if the board has none. */
JSRuntime *heap_new_runtime(struct heap *heap);

#endif
