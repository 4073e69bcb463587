#include "image.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "device_host.h"

static const uint8_t magic[8] = {0x89, 'W', 'S', '2', '\r', '\n', 0x1a, '\n'};

#ifdef CONFIG_BIGNUM
enum { FLAGS = 1 };
#else
enum { FLAGS = 0 };
#endif

/* Bytes of the header that the checksum covers; the checksum follows them. */
enum { CHECKED = 76 };

static void put16(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
}

static void put32(uint8_t *to, uint32_t value)
{
    put16(to, value);
    put16(to + 2, value >> 16);
}

static uint32_t get16(const uint8_t *from)
{
    return from[0] | (uint32_t)from[1] << 8;
}

static uint32_t get32(const uint8_t *from)
{
    return get16(from) | get16(from + 2) << 16;
}

static uint32_t crc32(const uint32_t *table, uint32_t crc, const uint8_t *bytes, size_t len)
{
    while (len-- > 0)
        crc = crc >> 8 ^ table[(crc ^ *bytes++) & 0xff];
    return crc;
}

/* The CRC-32 of an image. The table is computed for each call, because storing it would take a kilobyte. */
static uint32_t checksum(const uint8_t *header, const uint8_t *bytecode, size_t length)
{
    uint32_t table[256];
    for (uint32_t byte = 0; byte < 256; byte++) {
        table[byte] = byte;
        for (int bit = 0; bit < 8; bit++)
            table[byte] = table[byte] >> 1 ^ (table[byte] & 1 ? 0xedb88320 : 0);
    }
    return ~crc32(table, crc32(table, ~(uint32_t)0, header, CHECKED), bytecode, length);
}

int image_is(const uint8_t *bytes, size_t len)
{
    return len >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

/* The number of bytes that follow the first byte of a UTF-8 character; -1 for a byte that cannot be the first. */
static int utf8_rest(uint8_t first)
{
    if (first < 0x80)
        return first == 0 ? -1 : 0;
    if (first < 0xc2 || first > 0xf4)
        return -1;
    return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
}

int image_is_text(const uint8_t *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        int rest = utf8_rest(bytes[at++]);
        if (rest < 0)
            return 0;
        for (; rest > 0; rest--) {
            if (at == len || (bytes[at++] & 0xc0) != 0x80)
                return 0;
        }
    }
    return 1;
}

void image_write_header(uint8_t *header, const struct image *image)
{
    memset(header, 0, IMAGE_HEADER);
    memcpy(header, magic, sizeof magic);
    put16(header + 8, IMAGE_FORMAT);
    put16(header + 10, FLAGS);
    put16(header + 12, DEVICE_ABI);
    put16(header + 14, SPI_VERSION);
    put16(header + 16, image->profile);
    memcpy(header + 20, image->target, strlen(image->target));
    memcpy(header + 36, CONFIG_VERSION, strlen(CONFIG_VERSION));
    put32(header + 52, image->budgets.heap);
    put32(header + 56, image->budgets.stack);
    put32(header + 60, image->budgets.watchdog);
    put32(header + 64, image->budgets.descriptors);
    put32(header + 68, image->budgets.log);
    put32(header + 72, (uint32_t)image->length);
    put32(header + CHECKED, checksum(header, image->bytecode, image->length));
}

static int refuse(char *why, size_t room, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(why, room, format, args);
    va_end(args);
    return -1;
}

/* Explains why an image is for another engine or another host. */
static int check_versions(const uint8_t *header, char *why, size_t room)
{
    char engine[IMAGE_NAME + 1] = {0};
    memcpy(engine, header + 36, IMAGE_NAME);
    if (strcmp(engine, CONFIG_VERSION) != 0)
        return refuse(why, room, "it is bytecode of QuickJS %s and this host's engine is QuickJS %s; compile it again "
                      "with this host's -c.", engine, CONFIG_VERSION);
    if (get16(header + 10) != FLAGS)
        return refuse(why, room, "its engine flags are %u and this host's are %d (1 is BigInt, CONFIG_BIGNUM); compile "
                      "it again with this host's -c.", (unsigned)get16(header + 10), FLAGS);
    if (get16(header + 12) != DEVICE_ABI)
        return refuse(why, room, "it speaks version %u of the device interface and this host speaks version %d; build "
                      "it with the ws2kit that this host is from.", (unsigned)get16(header + 12), DEVICE_ABI);
    if (get16(header + 14) != SPI_VERSION)
        return refuse(why, room, "it is built to version %u.%u of the SPI and this host to 2.2; build it with the "
                      "ws2kit that this host is from.", header[14], header[15]);
    return 0;
}

int image_read(struct image *image, const uint8_t *bytes, size_t len, char *why, size_t room)
{
    if (!image_is(bytes, len))
        return refuse(why, room, "it does not begin with an image's eight bytes, 89 57 53 32 0D 0A 1A 0A.");
    if (len < IMAGE_HEADER)
        return refuse(why, room, "it has %lu bytes and an image's header alone has %d; copy it again.",
                      (unsigned long)len, IMAGE_HEADER);
    if (get16(bytes + 8) != IMAGE_FORMAT)
        return refuse(why, room, "its header has format %u and this host reads format %d; build it with the ws2kit "
                      "that this host is from.", (unsigned)get16(bytes + 8), IMAGE_FORMAT);
    uint32_t length = get32(bytes + 72);
    if (length != len - IMAGE_HEADER)
        return refuse(why, room, "its header announces %lu bytes of bytecode and %lu follow; copy it again.",
                      (unsigned long)length, (unsigned long)(len - IMAGE_HEADER));
    uint32_t crc = checksum(bytes, bytes + IMAGE_HEADER, length);
    if (crc != get32(bytes + CHECKED))
        return refuse(why, room, "it is damaged: its checksum is %08lX and its bytes have %08lX; copy it again.",
                      (unsigned long)get32(bytes + CHECKED), (unsigned long)crc);
    if (check_versions(bytes, why, room) < 0)
        return -1;
    memset(image, 0, sizeof *image);
    memcpy(image->target, bytes + 20, IMAGE_NAME);
    image->profile = (uint16_t)get16(bytes + 16);
    image->budgets = (struct budgets){get32(bytes + 52), get32(bytes + 56), get32(bytes + 60), get32(bytes + 64),
                                      get32(bytes + 68)};
    image->bytecode = bytes + IMAGE_HEADER;
    image->length = length;
    return 0;
}
