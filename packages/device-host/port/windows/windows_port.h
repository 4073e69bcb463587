/* Declarations that the files of this port share. The system's numbers are Winsock's. */
#ifndef WINDOWS_PORT_H
#define WINDOWS_PORT_H

#include <winsock2.h>
#include <ws2tcpip.h>

#include "port.h"

/* The negative number of the last error. */
static inline int failure(void)
{
    return -WSAGetLastError();
}

#endif
