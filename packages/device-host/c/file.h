/* Files, for hosts that have them: reads and writes images. */
#ifndef FILE_H
#define FILE_H

#include <stddef.h>
#include <stdint.h>

/* Returns a file's bytes followed by a zero, which the caller frees with free(); NULL if the file cannot be read. */
uint8_t *file_read(const char *path, size_t *len);

/* Writes a file completely or not at all. Returns 0, or -1. */
int file_write(const char *path, const uint8_t *head, size_t head_len, const uint8_t *body, size_t body_len);

/* The last part of a path. */
const char *file_name(const char *path);

#endif
