#include "descriptors.h"

#include <stdlib.h>
#include <string.h>

#include "port.h"

int descriptors_start(struct descriptors *set, uint32_t most)
{
    uint32_t places = 4;
    while (places < most && places < (uint32_t)1 << 30)
        places *= 2;
    places *= 2; /* at most half of them are in use */
    *set = (struct descriptors){.places = calloc(places, sizeof *set->places), .mask = places - 1, .most = most};
    return set->places == NULL ? -1 : 0;
}

void descriptors_end(struct descriptors *set)
{
    for (uint32_t at = 0; set->open > 0 && at <= set->mask; at++) {
        if (set->places[at] == 0)
            continue;
        port_close((int)(set->places[at] - 1));
        set->open--;
    }
    free(set->places);
    set->places = NULL;
}

/* The first place that is tried for a descriptor. */
static uint32_t home_of(const struct descriptors *set, int64_t place)
{
    return (uint32_t)place * 2654435769u >> 7 & set->mask;
}

/* The place of a descriptor, or the free place for it. */
static uint32_t find(const struct descriptors *set, int fd)
{
    int64_t place = (int64_t)fd + 1;
    uint32_t at = home_of(set, place);
    while (set->places[at] != 0 && set->places[at] != place)
        at = (at + 1) & set->mask;
    return at;
}

int descriptors_have_room(const struct descriptors *set)
{
    return set->open < set->most;
}

void descriptors_add(struct descriptors *set, int fd)
{
    uint32_t at = find(set, fd);
    if (set->places[at] != 0)
        return;
    set->places[at] = (int64_t)fd + 1;
    set->open++;
}

int descriptors_has(const struct descriptors *set, int fd)
{
    return fd >= 0 && set->places[find(set, fd)] != 0;
}

void descriptors_remove(struct descriptors *set, int fd)
{
    uint32_t at = find(set, fd);
    if (set->places[at] == 0)
        return;
    set->open--;
    set->places[at] = 0;
    /* moves up the descriptors that were put after this place because it was in use */
    for (uint32_t next = (at + 1) & set->mask; set->places[next] != 0; next = (next + 1) & set->mask) {
        int64_t place = set->places[next];
        set->places[next] = 0;
        set->places[find(set, (int)(place - 1))] = place;
    }
}
