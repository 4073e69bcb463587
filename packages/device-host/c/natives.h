/* The board's own transports, besides its sockets, for providers in JavaScript. */
#ifndef NATIVES_H
#define NATIVES_H

#include "quickjs.h"

/*
 * Adds an object for each transport to `ws2host`. Returns 0, or -1 if there is no memory. A board without transports
 * adds nothing.
 */
int natives_install(JSContext *context, JSValueConst host);

#endif
