/* Files, for hosts that have them: images come from one, and go to one. */
#ifndef FILE_H
#define FILE_H

#include <stddef.h>
#include <stdint.h>

/* A file's bytes and a zero behind them, for free(); NULL if it cannot be read. */
uint8_t *file_read(const char *path, size_t *len);

/* Writes a file whole or not at all: 0, or -1. */
int file_write(const char *path, const uint8_t *head, size_t head_len, const uint8_t *body, size_t body_len);

/* A path's last part. */
const char *file_name(const char *path);

#endif
