#include "file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint8_t *file_read(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    uint8_t *bytes = NULL;
    long size = -1;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc((size_t)size + 1);
    if (bytes != NULL && fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    if (bytes != NULL) {
        bytes[size] = 0;
        *len = (size_t)size;
    }
    return bytes;
}

int file_write(const char *path, const uint8_t *head, size_t head_len, const uint8_t *body, size_t body_len)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return -1;
    int whole = fwrite(head, 1, head_len, file) == head_len && fwrite(body, 1, body_len, file) == body_len;
    whole = fclose(file) == 0 && whole;
    if (!whole)
        remove(path);
    return whole ? 0 : -1;
}

const char *file_name(const char *path)
{
    const char *name = path;
    for (; *path != '\0'; path++) {
        if (*path == '/' || *path == '\\')
            name = path + 1;
    }
    return name;
}
