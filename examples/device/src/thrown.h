/* What a program threw, in words. */
#ifndef THROWN_H
#define THROWN_H

#include "quickjs.h"

/*
 * Prints on standard error what was thrown: an error's name, message and stack, or the value. It never throws itself.
 */
void thrown_print(JSContext *context, JSValueConst thrown);

/* Whether it is an error of that name with that message; with `starved`, one whose texts found no room counts too. */
int thrown_is(JSContext *context, JSValueConst thrown, const char *name, const char *message, int starved);

#endif
