/* `globalThis.ws2host`: implements packages/platform-device/src/device-host.ts with port.h. */
#ifndef DEVICE_HOST_H
#define DEVICE_HOST_H

#include "quickjs.h"

/* The version of that interface. */
enum { DEVICE_ABI = 2 };

/* Installs the object in a context whose opaque value is its engine. Returns 0, or -1 if the heap has no room. */
int device_host_install(JSContext *context);

#endif
