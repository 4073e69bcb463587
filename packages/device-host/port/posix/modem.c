/*
 * A modem with its own TCP stack, on a serial line: `ws2host.modem`.
 *
 *   open(line)                  a descriptor for host.poll and host.close; -10024 while the line is in use
 *   dial(fd, address, port)     0: dialling has started
 *   state(fd)                   1 connected, -10057 not dialled, -10035 under way, -10061 refused, -10065 no carrier,
 *                               -10054 hung up
 *   write(fd, buf, off, len)    the number of bytes written
 *   read(fd, buf, off, len)     the number of bytes read; 0 once the other side has hung up
 *
 * On the line: "ATDT<address>:<port>\r" dials. The modem replies with a line, CONNECT, BUSY or NO CARRIER, and then
 * passes bytes through unchanged. Closing the line ends the call. A line carries one call at a time.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "engine.h"
#include "natives.h"
#include "posix.h"
#include "winsock_numbers.h"

enum { CALLS = 8, ANSWER = 32, IDLE = -W_WSAENOTCONN, DIALING = -W_WSAEWOULDBLOCK, CONNECTED = 1 };

struct call {
    int fd; /* 0 for a free place */
    dev_t line;
    int state;
    char answer[ANSWER]; /* the received part of the modem's reply */
};

static struct call calls[CALLS];

/* The entry of a call; with `fd` 0, a free entry. */
static struct call *find(int fd)
{
    for (int i = 0; i < CALLS; i++) {
        if (calls[i].fd == fd)
            return &calls[i];
    }
    return NULL;
}

/* The system may use a closed descriptor again for another file. */
static void forget_closed(void)
{
    for (int i = 0; i < CALLS; i++) {
        if (calls[i].fd != 0 && fcntl(calls[i].fd, F_GETFD) < 0)
            calls[i].fd = 0;
    }
}

static int is_taken(dev_t line)
{
    for (int i = 0; i < CALLS; i++) {
        if (calls[i].fd != 0 && calls[i].line == line)
            return 1;
    }
    return 0;
}

static int open_line(const char *line)
{
    forget_closed();
    struct call *call = find(0);
    int fd = open(line, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    struct termios settings;
    struct stat device;
    if (fd < 0)
        return winsock_error(errno);
    if (call == NULL || fd == 0 || fstat(fd, &device) < 0 || is_taken(device.st_rdev)) {
        close(fd);
        return -W_WSAEMFILE;
    }
    if (tcgetattr(fd, &settings) == 0) {
        settings.c_iflag &= (tcflag_t) ~(BRKINT | ICRNL | INLCR | IGNCR | ISTRIP | IXON);
        settings.c_oflag &= (tcflag_t)~OPOST;
        settings.c_lflag &= (tcflag_t) ~(ECHO | ICANON | ISIG | IEXTEN);
        settings.c_cflag |= CS8 | HUPCL; /* the call ends when the line is closed */
        tcsetattr(fd, TCSANOW, &settings);
    }
    *call = (struct call){.fd = fd, .line = device.st_rdev, .state = IDLE};
    return fd;
}

static int dial(struct call *call, const char *address, int port)
{
    char command[96];
    int len = snprintf(command, sizeof command, "ATDT%s:%d\r", address, port);
    if (len < 0 || (size_t)len >= sizeof command || call->state != IDLE)
        return -W_WSAEINVAL;
    if (write(call->fd, command, (size_t)len) != len)
        return -W_WSAENETDOWN;
    call->state = DIALING;
    return 0;
}

static int meaning(const char *answer)
{
    if (strncmp(answer, "CONNECT", 7) == 0)
        return CONNECTED;
    return strcmp(answer, "BUSY") == 0 ? -W_WSAECONNREFUSED : -W_WSAEHOSTUNREACH;
}

/* Reads byte by byte, because the bytes after the line are data of the other side. */
static int look(struct call *call)
{
    char byte;
    ssize_t n = 0;
    size_t len = strlen(call->answer);
    while (call->state == DIALING && (n = read(call->fd, &byte, 1)) == 1) {
        if (byte == '\n' && len > 0)
            call->state = meaning(call->answer);
        else if (byte >= ' ' && len + 1 < ANSWER)
            call->answer[len++] = byte;
    }
    if (call->state == DIALING && (n == 0 || errno != EAGAIN))
        call->state = -W_WSAECONNRESET;
    return call->state;
}

static JSValue answer(JSContext *c, int result)
{
    engine_called(JS_GetContextOpaque(c));
    return JS_NewInt32(c, result);
}

static JSValue modem_open(JSContext *c, JSValueConst this_value, int argc, JSValueConst *argv)
{
    (void)this_value;
    (void)argc;
    const char *line = JS_ToCString(c, argv[0]);
    struct engine *engine = JS_GetContextOpaque(c);
    int has_room = descriptors_have_room(&engine->descriptors);
    int fd = line == NULL ? -W_WSAEFAULT : has_room ? open_line(line) : -W_WSAEMFILE;
    if (fd >= 0)
        descriptors_add(&engine->descriptors, fd);
    JS_FreeCString(c, line);
    return answer(c, fd);
}

static JSValue modem_dial(JSContext *c, JSValueConst this_value, int argc, JSValueConst *argv)
{
    (void)this_value;
    (void)argc;
    int32_t fd = 0, port = 0;
    JS_ToInt32(c, &fd, argv[0]);
    JS_ToInt32(c, &port, argv[2]);
    const char *address = JS_ToCString(c, argv[1]);
    struct call *call = fd > 0 ? find(fd) : NULL;
    int rc = call == NULL || address == NULL ? -W_WSAENOTSOCK : dial(call, address, port);
    JS_FreeCString(c, address);
    return answer(c, rc);
}

static JSValue modem_state(JSContext *c, JSValueConst this_value, int argc, JSValueConst *argv)
{
    (void)this_value;
    (void)argc;
    int32_t fd = 0;
    JS_ToInt32(c, &fd, argv[0]);
    struct call *call = fd > 0 ? find(fd) : NULL;
    return answer(c, call == NULL ? -W_WSAENOTSOCK : look(call));
}

/* `writes` is the function's magic number: 1 for write, 0 for read. */
static JSValue modem_carry(JSContext *c, JSValueConst this_value, int argc, JSValueConst *argv, int writes)
{
    (void)this_value;
    (void)argc;
    int32_t fd = 0, off = 0, len = 0;
    size_t size;
    JS_ToInt32(c, &fd, argv[0]);
    JS_ToInt32(c, &off, argv[2]);
    JS_ToInt32(c, &len, argv[3]);
    uint8_t *bytes = JS_GetArrayBuffer(c, &size, argv[1]);
    if (bytes == NULL)
        return JS_EXCEPTION;
    if (off < 0 || len < 0 || (size_t)off > size || (size_t)len > size - (size_t)off)
        return answer(c, -W_WSAEFAULT);
    struct call *call = fd > 0 ? find(fd) : NULL;
    if (call == NULL || look(call) != CONNECTED)
        return answer(c, call == NULL ? -W_WSAENOTSOCK : -W_WSAENOTCONN);
    ssize_t n = writes ? write(fd, bytes + off, (size_t)len) : read(fd, bytes + off, (size_t)len);
    /* EIO: the other end of the line is closed */
    if (n < 0 && errno == EIO)
        return answer(c, writes ? -W_WSAECONNRESET : 0);
    return answer(c, n < 0 ? winsock_error(errno) : (int)n);
}

int natives_install(JSContext *context, JSValueConst host)
{
    static const JSCFunctionListEntry functions[] = {
        JS_CFUNC_DEF("open", 1, modem_open),
        JS_CFUNC_DEF("dial", 3, modem_dial),
        JS_CFUNC_DEF("state", 1, modem_state),
        JS_CFUNC_MAGIC_DEF("read", 4, modem_carry, 0),
        JS_CFUNC_MAGIC_DEF("write", 4, modem_carry, 1),
    };
    JSValue modem = JS_NewObject(context);
    if (JS_IsException(modem))
        return -1;
    JS_SetPropertyFunctionList(context, modem, functions, sizeof functions / sizeof *functions);
    return JS_SetPropertyStr(context, host, "modem", modem) < 0 ? -1 : 0;
}
