/*
 * An image: a header that describes the program's requirements, then the program as bytecode. The header has 80 bytes,
 * little-endian:
 *
 *   0  magic       89 'W' 'S' '2' 0D 0A 1A 0A: text transfers break it
 *   8  uint16      format of this header, IMAGE_FORMAT
 *  10  uint16      flags: 1 the engine knows BigInt (CONFIG_BIGNUM)
 *  12  uint16      version of the device interface, DEVICE_ABI
 *  14  uint16      version of the SPI: 0x0202 for 2.2
 *  16  uint16      version of the profile
 *  18  uint16      0
 *  20  char[16]    the target's name, filled up with zeros
 *  36  char[16]    the engine's version, filled up with zeros: "2021-03-27"
 *  52  uint32      heap in bytes, the profile's
 *  56  uint32      stack in bytes
 *  60  uint32      watchdog in milliseconds of processor time
 *  64  uint32      descriptors open at once
 *  68  uint32      bytes of log lines and records a second
 *  72  uint32      length of the bytecode that follows
 *  76  uint32      CRC-32 (IEEE 802.3) of the bytes 0 to 75 and of the bytecode
 *
 * The checksum detects damage, but is not a signature. QuickJS does not verify bytecode: a person who can write an
 * image controls the program that runs it.
 */
#ifndef IMAGE_H
#define IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "engine.h"

enum { IMAGE_FORMAT = 2, IMAGE_HEADER = 80, IMAGE_NAME = 16, SPI_VERSION = 0x0202 };

struct image {
    char target[IMAGE_NAME + 1];
    uint16_t profile;
    struct budgets budgets;
    const uint8_t *bytecode;
    size_t length;
};

/* Whether the bytes begin with an image's magic. */
int image_is(const uint8_t *bytes, size_t len);

/*
 * Whether the bytes can be source text: UTF-8 without a NUL. An image never is, even if its first eight bytes are
 * damaged.
 */
int image_is_text(const uint8_t *bytes, size_t len);

/* Writes a header of IMAGE_HEADER bytes for the image's bytecode. */
void image_write_header(uint8_t *header, const struct image *image);

/* Reads an image in place: 0, or -1 with a sentence in `why` that says what was found and what would be right. */
int image_read(struct image *image, const uint8_t *bytes, size_t len, char *why, size_t room);

#endif
