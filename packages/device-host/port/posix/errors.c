/* This system's errors, and Winsock's number for each. */
#include <errno.h>
#include <netdb.h>

#include "posix.h"
#include "winsock_numbers.h"

struct pair {
    int posix;
    int winsock;
};

static const struct pair errors[] = {
    {EAGAIN, W_WSAEWOULDBLOCK},
    {EINPROGRESS, W_WSAEINPROGRESS},
    {ECONNRESET, W_WSAECONNRESET},
    {ECONNREFUSED, W_WSAECONNREFUSED},
    {EPIPE, W_WSAESHUTDOWN},
    {EPERM, W_WSAEACCES},
    {EINTR, W_WSAEINTR},
    {EBADF, W_WSAEBADF},
    {ENOMEM, W_WSAENOBUFS},
    {EACCES, W_WSAEACCES},
    {EFAULT, W_WSAEFAULT},
    {ENODEV, W_WSAEADDRNOTAVAIL}, /* a membership on an interface that does not exist */
    {EINVAL, W_WSAEINVAL},
    {ENFILE, W_WSAEMFILE},
    {EMFILE, W_WSAEMFILE},
    {EDOM, W_WSAEINVAL},
    {ENAMETOOLONG, W_WSAENAMETOOLONG},
    {ELOOP, W_WSAELOOP},
    {EPROTO, W_WSAECONNABORTED},
    {ENOTSOCK, W_WSAENOTSOCK},
    {EDESTADDRREQ, W_WSAEDESTADDRREQ},
    {EMSGSIZE, W_WSAEMSGSIZE},
    {EPROTOTYPE, W_WSAEPROTOTYPE},
    {ENOPROTOOPT, W_WSAENOPROTOOPT},
    {EPROTONOSUPPORT, W_WSAEPROTONOSUPPORT},
    {EOPNOTSUPP, W_WSAEOPNOTSUPP},
    {EAFNOSUPPORT, W_WSAEAFNOSUPPORT},
    {EADDRINUSE, W_WSAEADDRINUSE},
    {EADDRNOTAVAIL, W_WSAEADDRNOTAVAIL},
    {ENETDOWN, W_WSAENETDOWN},
    {ENETUNREACH, W_WSAENETUNREACH},
    {ENETRESET, W_WSAENETRESET},
    {ECONNABORTED, W_WSAECONNABORTED},
    {ENOBUFS, W_WSAENOBUFS},
    {EISCONN, W_WSAEISCONN},
    {ENOTCONN, W_WSAENOTCONN},
    {ETIMEDOUT, W_WSAETIMEDOUT},
    {EHOSTUNREACH, W_WSAEHOSTUNREACH},
    {EALREADY, W_WSAEALREADY},
#ifdef ESOCKTNOSUPPORT
    {ESOCKTNOSUPPORT, W_WSAESOCKTNOSUPPORT},
#endif
#ifdef EPFNOSUPPORT
    {EPFNOSUPPORT, W_WSAEPFNOSUPPORT},
#endif
#ifdef ESHUTDOWN
    {ESHUTDOWN, W_WSAESHUTDOWN},
#endif
#ifdef ETOOMANYREFS
    {ETOOMANYREFS, W_WSAETOOMANYREFS},
#endif
#ifdef EHOSTDOWN
    {EHOSTDOWN, W_WSAEHOSTDOWN},
#endif
#ifdef ENONET
    {ENONET, W_WSAENETDOWN},
#endif
};

static const struct pair resolver_errors[] = {
    {EAI_BADFLAGS, W_WSAEINVAL},        {EAI_NONAME, W_WSAHOST_NOT_FOUND}, {EAI_AGAIN, W_WSATRY_AGAIN},
    {EAI_FAIL, W_WSANO_RECOVERY},       {EAI_FAMILY, W_WSAEAFNOSUPPORT},   {EAI_SOCKTYPE, W_WSAESOCKTNOSUPPORT},
    {EAI_MEMORY, W_WSAENOBUFS},
#ifdef EAI_NODATA
    {EAI_NODATA, W_WSANO_DATA},
#endif
#ifdef EAI_ADDRFAMILY
    {EAI_ADDRFAMILY, W_WSAHOST_NOT_FOUND}, /* the host has addresses, none of this family */
#endif
};

static int look_up(const struct pair *pairs, size_t n, int posix, int otherwise)
{
    for (size_t i = 0; i < n; i++) {
        if (pairs[i].posix == posix)
            return -pairs[i].winsock;
    }
    return -otherwise;
}

int winsock_error(int error)
{
    return look_up(errors, sizeof errors / sizeof *errors, error, W_WSASYSCALLFAILURE);
}

int winsock_resolver_error(int eai)
{
    if (eai == EAI_SYSTEM)
        return winsock_error(errno);
    return look_up(resolver_errors, sizeof resolver_errors / sizeof *resolver_errors, eai, W_WSANO_RECOVERY);
}
