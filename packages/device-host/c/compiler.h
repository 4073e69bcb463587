/*
 * Compiles source text to bytecode, in a separate runtime with enough memory: QuickJS's compiler cannot run out of it.
 */
#ifndef COMPILER_H
#define COMPILER_H

#include <stddef.h>
#include <stdint.h>

/*
 * Compiles an ES module; `source[len]` must be 0. Returns bytecode, which the caller frees with free(), or NULL after
 * a message on standard error. The bytecode depends only on the text, its name, and `debug`, which includes file
 * names and lines for stacks.
 */
uint8_t *compile(const char *source, size_t len, const char *name, int debug, size_t *size);

#endif
