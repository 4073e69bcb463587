/* Blocks of up to HEAP_TINY bytes: pages of one size each. */
#include "heap_parts.h"

/* A free block of a page. */
struct link {
    struct link *next;
};

/* The header of a page. A page is in the list of its block size while it has room. */
struct heap_page {
    struct heap_page *next, *previous;
    struct link *free;
    uint16_t size; /* bytes of each block; 0 for an empty page */
    uint16_t count; /* the number of blocks in use */
};

enum { PAGE_HEAD = (sizeof(struct heap_page) + HEAP_UNIT - 1) / HEAP_UNIT * HEAP_UNIT };

static struct heap_page *page_of(const struct heap *heap, const void *block)
{
    size_t at = (size_t)((const uint8_t *)block - heap->memory);
    return (struct heap_page *)(void *)(heap->memory + at / HEAP_PAGE * HEAP_PAGE);
}

UNWATCHED size_t tiny_size(const struct heap *heap, const void *block)
{
    return page_of(heap, block)->size;
}

UNWATCHED static void list(struct heap *heap, struct heap_page *page)
{
    struct heap_page **head = &heap->pages[page->size / HEAP_UNIT];
    page->previous = NULL;
    page->next = *head;
    if (*head != NULL)
        (*head)->previous = page;
    *head = page;
}

UNWATCHED static void unlist(struct heap *heap, struct heap_page *page)
{
    if (page->previous != NULL)
        page->previous->next = page->next;
    else
        heap->pages[page->size / HEAP_UNIT] = page->next;
    if (page->next != NULL)
        page->next->previous = page->previous;
}

UNWATCHED static struct heap_page *new_page(struct heap *heap, size_t size)
{
    struct heap_page *page = heap->pages[0];
    if (page != NULL)
        unlist(heap, page);
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

/* Frees the empty pages next to the larger blocks, so that larger blocks can use their memory. */
UNWATCHED static void give_back(struct heap *heap)
{
    while (heap->bottom < heap->size) {
        struct heap_page *page = (struct heap_page *)(void *)(heap->memory + heap->bottom);
        if (page->size != 0)
            return;
        unlist(heap, page);
        heap->bottom += HEAP_PAGE;
    }
}

UNWATCHED void *tiny_take(struct heap *heap, size_t size)
{
    struct heap_page *page = heap->pages[size / HEAP_UNIT];
    if (page == NULL && (page = new_page(heap, size)) == NULL)
        return NULL;
    struct link *block = page->free;
    page->free = block->next;
    page->count++;
    if (page->free == NULL)
        unlist(heap, page);
    return block;
}

UNWATCHED void tiny_give(struct heap *heap, void *block)
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
    list(heap, page);
    give_back(heap);
}
