/* What a board has beside its sockets: transports of its own, for providers in JavaScript to stand on. */
#ifndef NATIVES_H
#define NATIVES_H

#include "quickjs.h"

/* Adds them to `ws2host`, an object each: 0, or -1 without memory. A board that has none adds none. */
int natives_install(JSContext *context, JSValueConst host);

#endif
