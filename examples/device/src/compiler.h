/* Source text to bytecode. The compiler has a runtime and memory of its own: QuickJS's does not survive want of it. */
#ifndef COMPILER_H
#define COMPILER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Compiles an ES module, `source[len]` being 0. Bytecode for free(), or NULL after a sentence on standard error. The
 * bytes depend on the text, its name and `debug` alone: whether functions keep file and lines for stacks.
 */
uint8_t *compile(const char *source, size_t len, const char *name, int debug, size_t *size);

#endif
