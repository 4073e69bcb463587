/* `globalThis.ws2host`: what packages/platform-device/src/device-host.ts asks of a host, over port.h. */
#ifndef DEVICE_HOST_H
#define DEVICE_HOST_H

#include "quickjs.h"

/* The version of that page. */
enum { DEVICE_ABI = 2 };

/* Installs the object in a context whose opaque value is its engine: 0, or -1 if the heap has no room for it. */
int device_host_install(JSContext *context);

#endif
