/* Describes a value that a program threw. */
#ifndef THROWN_H
#define THROWN_H

#include "quickjs.h"

/*
 * Prints a thrown value on standard error: an error's name, message and stack, or the value. It never throws.
 */
void thrown_print(JSContext *context, JSValueConst thrown);

/*
 * Whether a value is an error with that name and message; with `starved`, an error without room for its texts counts
 * too.
 */
int thrown_is(JSContext *context, JSValueConst thrown, const char *name, const char *message, int starved);

#endif
