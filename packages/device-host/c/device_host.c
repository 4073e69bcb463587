#include "device_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "natives.h"
#include "port.h"
#include "record.h"
#include "stop.h"
#include "winsock_numbers.h"

typedef JSValue function(JSContext *c, JSValueConst *argv);

static int number(JSContext *c, JSValueConst value)
{
    int32_t result = 0;
    JS_ToInt32(c, &result, value);
    return result;
}

/* The bytes [off, off + len) of an ArrayBuffer; NULL if it has no such bytes. */
static uint8_t *memory(JSContext *c, JSValueConst buffer, JSValueConst off, int len)
{
    size_t size;
    uint8_t *bytes = JS_GetArrayBuffer(c, &size, buffer);
    int at = number(c, off);
    if (bytes == NULL || at < 0 || len < 0 || (size_t)at > size || (size_t)len > size - (size_t)at)
        return NULL;
    return bytes + at;
}

static JSValue answer(JSContext *c, int result)
{
    return JS_NewInt32(c, result);
}

static JSValue fault(JSContext *c)
{
    JS_FreeValue(c, JS_GetException(c));
    return answer(c, -W_WSAEFAULT);
}

static JSValue host_now(JSContext *c, JSValueConst *argv)
{
    (void)argv;
    return JS_NewFloat64(c, port_now());
}

static struct descriptors *descriptors_of(JSContext *c)
{
    struct engine *engine = JS_GetContextOpaque(c);
    return &engine->descriptors;
}

/* The number of entries with a descriptor that the program has not opened. */
static int count_foreign(const struct descriptors *own, const struct port_poll *table, int n)
{
    int foreign = 0;
    for (int i = 0; i < n; i++)
        foreign += table[i].fd >= 0 && !descriptors_has(own, table[i].fd);
    return foreign;
}

/* Polls a table with such entries, without waiting. They are reported as closed, and are not passed to the system. */
static int poll_own(const struct descriptors *own, struct port_poll *table, int n)
{
    struct port_poll *seen = malloc((size_t)n * sizeof *seen);
    if (seen == NULL)
        return -W_WSAENOBUFS;
    memcpy(seen, table, (size_t)n * sizeof *seen);
    for (int i = 0; i < n; i++) {
        if (!descriptors_has(own, seen[i].fd))
            seen[i].fd = -1;
    }
    int ready = port_poll(seen, n, 0);
    for (int i = 0; i < n; i++) {
        int is_foreign = table[i].fd >= 0 && seen[i].fd < 0;
        table[i].revents = is_foreign ? PORT_POLL_NVAL : seen[i].revents;
        ready += ready >= 0 && is_foreign;
    }
    free(seen);
    return ready;
}

static JSValue host_poll(JSContext *c, JSValueConst *argv)
{
    int n = number(c, argv[1]);
    double ms = -1;
    JS_ToFloat64(c, &ms, argv[2]);
    if (n < 0 || n > INT32_MAX / (int)sizeof(struct port_poll))
        return fault(c);
    uint8_t *bytes = memory(c, argv[0], JS_NewInt32(c, 0), n * (int)sizeof(struct port_poll));
    if (bytes == NULL)
        return fault(c);
    struct port_poll *table = (struct port_poll *)(void *)bytes;
    const struct descriptors *own = descriptors_of(c);
    return answer(c, count_foreign(own, table, n) > 0 ? poll_own(own, table, n) : port_poll(table, n, ms));
}

static JSValue host_random(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[2]);
    uint8_t *buf = memory(c, argv[0], argv[1], len);
    return buf == NULL ? fault(c) : answer(c, port_random(buf, (size_t)len));
}

static JSValue host_log(JSContext *c, JSValueConst *argv)
{
    struct engine *engine = JS_GetContextOpaque(c);
    size_t size;
    const char *text = JS_ToCStringLen(c, &size, argv[0]); /* a NUL does not end the text */
    if (text == NULL)
        return JS_EXCEPTION;
    if (allowance_take(&engine->log, size)) {
        fwrite(text, 1, size, stdout);
        putchar('\n');
        fflush(stdout);
    }
    JS_FreeCString(c, text);
    return JS_UNDEFINED;
}

static JSValue host_record(JSContext *c, JSValueConst *argv)
{
    struct engine *engine = JS_GetContextOpaque(c);
    record_print(c, argv[0], argv[1], &engine->log);
    return JS_UNDEFINED;
}

static JSValue host_run(JSContext *c, JSValueConst *argv)
{
    engine_goes_on_with(JS_GetContextOpaque(c), argv[0]);
    return JS_UNDEFINED;
}

static JSValue host_booted(JSContext *c, JSValueConst *argv)
{
    (void)argv;
    engine_booted(JS_GetContextOpaque(c));
    return JS_UNDEFINED;
}

/*
 * Collects garbage, and returns the bytes of heap in use. The contract does not have it; it serves programs that
 * measure themselves.
 */
static JSValue host_heap(JSContext *c, JSValueConst *argv)
{
    (void)argv;
    struct engine *engine = JS_GetContextOpaque(c);
    JS_RunGC(engine->runtime);
    return JS_NewInt64(c, (int64_t)engine->heap.used);
}

/* Returns the result of a call that opened a descriptor, or a code. */
static JSValue opened(JSContext *c, int fd)
{
    if (fd >= 0)
        descriptors_add(descriptors_of(c), fd);
    return answer(c, fd);
}

static JSValue host_open(JSContext *c, JSValueConst *argv)
{
    int family = number(c, argv[0]), type = number(c, argv[1]), protocol = number(c, argv[2]);
    return opened(c, descriptors_have_room(descriptors_of(c)) ? port_open(family, type, protocol) : -W_WSAEMFILE);
}

static JSValue host_close(JSContext *c, JSValueConst *argv)
{
    int fd = number(c, argv[0]);
    descriptors_remove(descriptors_of(c), fd);
    return answer(c, port_close(fd));
}

/* fd, name, off, namelen */
static JSValue to_address(JSContext *c, JSValueConst *argv, int (*call)(int, const uint8_t *, int))
{
    int namelen = number(c, argv[3]);
    const uint8_t *name = memory(c, argv[1], argv[2], namelen);
    return name == NULL ? fault(c) : answer(c, call(number(c, argv[0]), name, namelen));
}

static JSValue host_bind(JSContext *c, JSValueConst *argv)
{
    return to_address(c, argv, port_bind);
}

static JSValue host_connect(JSContext *c, JSValueConst *argv)
{
    return to_address(c, argv, port_connect);
}

static JSValue host_listen(JSContext *c, JSValueConst *argv)
{
    return answer(c, port_listen(number(c, argv[0]), number(c, argv[1])));
}

/* fd, name, off */
static JSValue from_address(JSContext *c, JSValueConst *argv, int (*call)(int, uint8_t *))
{
    uint8_t *name = memory(c, argv[1], argv[2], W_SOCKADDR_IN6_SIZE);
    return name == NULL ? fault(c) : answer(c, call(number(c, argv[0]), name));
}

static JSValue host_accept(JSContext *c, JSValueConst *argv)
{
    uint8_t *name = memory(c, argv[1], argv[2], W_SOCKADDR_IN6_SIZE);
    if (name == NULL)
        return fault(c);
    return opened(c, descriptors_have_room(descriptors_of(c)) ? port_accept(number(c, argv[0]), name) : -W_WSAEMFILE);
}

static JSValue host_getsockname(JSContext *c, JSValueConst *argv)
{
    return from_address(c, argv, port_getsockname);
}

static JSValue host_getpeername(JSContext *c, JSValueConst *argv)
{
    return from_address(c, argv, port_getpeername);
}

/* fd, buf, off, len, flags */
static JSValue host_send(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[3]);
    const uint8_t *buf = memory(c, argv[1], argv[2], len);
    return buf == NULL ? fault(c) : answer(c, port_send(number(c, argv[0]), buf, len, number(c, argv[4])));
}

static JSValue host_recv(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[3]);
    uint8_t *buf = memory(c, argv[1], argv[2], len);
    return buf == NULL ? fault(c) : answer(c, port_recv(number(c, argv[0]), buf, len, number(c, argv[4])));
}

/* fd, buf, off, len, flags, name, nameOff, namelen */
static JSValue host_sendto(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[3]), namelen = number(c, argv[7]);
    const uint8_t *buf = memory(c, argv[1], argv[2], len), *name = memory(c, argv[5], argv[6], namelen);
    if (buf == NULL || name == NULL)
        return fault(c);
    return answer(c, port_sendto(number(c, argv[0]), buf, len, number(c, argv[4]), name, namelen));
}

/* fd, buf, off, len, flags, name, nameOff */
static JSValue host_recvfrom(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[3]);
    uint8_t *buf = memory(c, argv[1], argv[2], len), *name = memory(c, argv[5], argv[6], W_SOCKADDR_IN6_SIZE);
    if (buf == NULL || name == NULL)
        return fault(c);
    return answer(c, port_recvfrom(number(c, argv[0]), buf, len, number(c, argv[4]), name));
}

static JSValue host_shutdown(JSContext *c, JSValueConst *argv)
{
    return answer(c, port_shutdown(number(c, argv[0]), number(c, argv[1])));
}

/* fd, level, optname, value, off, len */
static JSValue host_getsockopt(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[5]);
    uint8_t *value = memory(c, argv[3], argv[4], len);
    if (value == NULL)
        return fault(c);
    return answer(c, port_getsockopt(number(c, argv[0]), number(c, argv[1]), number(c, argv[2]), value, len));
}

static JSValue host_setsockopt(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[5]);
    const uint8_t *value = memory(c, argv[3], argv[4], len);
    if (value == NULL)
        return fault(c);
    return answer(c, port_setsockopt(number(c, argv[0]), number(c, argv[1]), number(c, argv[2]), value, len));
}

static JSValue host_available(JSContext *c, JSValueConst *argv)
{
    return answer(c, port_available(number(c, argv[0])));
}

static JSValue host_unsent(JSContext *c, JSValueConst *argv)
{
    return answer(c, port_unsent(number(c, argv[0])));
}

static JSValue host_atmark(JSContext *c, JSValueConst *argv)
{
    return answer(c, port_atmark(number(c, argv[0])));
}

/* name, family, out, off, len */
static JSValue host_resolve(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[4]);
    uint8_t *out = memory(c, argv[2], argv[3], len);
    if (out == NULL)
        return fault(c);
    const char *name = JS_ToCString(c, argv[0]);
    if (name == NULL)
        return JS_EXCEPTION;
    int n = port_resolve(name, number(c, argv[1]), out, len);
    JS_FreeCString(c, name);
    return answer(c, n);
}

/* name, nameOff, namelen, out, off, len */
static JSValue host_getnameinfo(JSContext *c, JSValueConst *argv)
{
    int namelen = number(c, argv[2]);
    int len = number(c, argv[5]);
    const uint8_t *name = memory(c, argv[0], argv[1], namelen);
    uint8_t *out = memory(c, argv[3], argv[4], len);
    if (name == NULL || out == NULL)
        return fault(c);
    return answer(c, port_getnameinfo(name, namelen, out, len));
}

/* Each function, its number of arguments, and whether the first argument is a descriptor. */
#define FUNCTIONS(F)                                                                                                   \
    F(now, 0, 0) F(poll, 3, 0) F(random, 3, 0) F(log, 1, 0) F(record, 2, 0) F(run, 1, 0) F(booted, 0, 0) F(heap, 0, 0) \
    F(open, 3, 0) F(close, 1, 1) F(bind, 4, 1) F(connect, 4, 1) F(listen, 2, 1) F(accept, 3, 1)                        \
    F(send, 5, 1) F(recv, 5, 1) F(sendto, 8, 1) F(recvfrom, 7, 1) F(shutdown, 2, 1) F(getsockname, 3, 1)               \
    F(getpeername, 3, 1) F(getsockopt, 6, 1) F(setsockopt, 6, 1) F(available, 1, 1) F(unsent, 1, 1) F(atmark, 1, 1)    \
    F(resolve, 5, 0) F(getnameinfo, 6, 0)

enum { MOST_ARGUMENTS = 8 };

#define NUMBER(name, length, names) NUMBER_##name,
enum { FUNCTIONS(NUMBER) };

#define FUNCTION(name, length, names) {host_##name, length, names},
static const struct {
    function *call;
    int length;
    int names_descriptor;
} functions[] = {FUNCTIONS(FUNCTION)};

/*
 * Calls a function on a descriptor that the program must have opened. Reads the argument once, because reading it may
 * run the program's code.
 */
static JSValue call_on_own(JSContext *c, JSValueConst *argv, int which)
{
    JSValueConst own[MOST_ARGUMENTS];
    int fd = number(c, argv[0]);
    if (!descriptors_has(descriptors_of(c), fd)) {
        JS_FreeValue(c, JS_GetException(c));
        return answer(c, -W_WSAENOTSOCK);
    }
    memcpy(own, argv, (size_t)functions[which].length * sizeof *own);
    own[0] = JS_NewInt32(c, fd);
    return functions[which].call(c, own);
}

/* The engine fills `argv` up to the function's number of arguments. */
static JSValue call(JSContext *c, JSValueConst this_value, int argc, JSValueConst *argv, int which)
{
    (void)this_value;
    (void)argc;
    struct engine *engine = JS_GetContextOpaque(c);
    engine_called(engine);
    JSValue result = functions[which].names_descriptor ? call_on_own(c, argv, which) : functions[which].call(c, argv);
    if (!stop_requested())
        return result;
    JS_FreeValue(c, result);
    return engine_stop(engine);
}

#define ENTRY(name, length, names) JS_CFUNC_MAGIC_DEF(#name, length, call, NUMBER_##name),
static const JSCFunctionListEntry entries[] = {
    JS_PROP_INT32_DEF("abi", DEVICE_ABI, JS_PROP_ENUMERABLE),
    FUNCTIONS(ENTRY)
};

int device_host_install(JSContext *context)
{
    JSValue host = JS_NewObject(context);
    if (JS_IsException(host))
        return -1;
    JS_SetPropertyFunctionList(context, host, entries, sizeof entries / sizeof *entries);
    if (natives_install(context, host) < 0)
        return -1;
    JSValue global = JS_GetGlobalObject(context);
    int set = JS_SetPropertyStr(context, global, "ws2host", host);
    JS_FreeValue(context, global);
    return set < 0 ? -1 : 0;
}
