#include "device_host.h"

#include <stdio.h>

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

static JSValue host_poll(JSContext *c, JSValueConst *argv)
{
    int n = number(c, argv[1]);
    double ms = -1;
    JS_ToFloat64(c, &ms, argv[2]);
    if (n < 0 || n > INT32_MAX / (int)sizeof(struct port_poll))
        return fault(c);
    uint8_t *table = memory(c, argv[0], JS_NewInt32(c, 0), n * (int)sizeof(struct port_poll));
    return table == NULL ? fault(c) : answer(c, port_poll((struct port_poll *)(void *)table, n, ms));
}

static JSValue host_random(JSContext *c, JSValueConst *argv)
{
    int len = number(c, argv[2]);
    uint8_t *buf = memory(c, argv[0], argv[1], len);
    return buf == NULL ? fault(c) : answer(c, port_random(buf, (size_t)len));
}

static JSValue host_log(JSContext *c, JSValueConst *argv)
{
    const char *text = JS_ToCString(c, argv[0]);
    if (text == NULL)
        return JS_EXCEPTION;
    puts(text);
    fflush(stdout);
    JS_FreeCString(c, text);
    return JS_UNDEFINED;
}

static JSValue host_record(JSContext *c, JSValueConst *argv)
{
    record_print(c, argv[0], argv[1]);
    return JS_UNDEFINED;
}

static JSValue host_booted(JSContext *c, JSValueConst *argv)
{
    (void)argv;
    engine_booted(JS_GetContextOpaque(c));
    return JS_UNDEFINED;
}

/* Bytes of heap in use, once garbage is gone: beyond the contract, for programs that watch themselves. */
static JSValue host_heap(JSContext *c, JSValueConst *argv)
{
    (void)argv;
    struct engine *engine = JS_GetContextOpaque(c);
    JS_RunGC(engine->runtime);
    return JS_NewInt64(c, (int64_t)engine->heap.used);
}

static JSValue host_open(JSContext *c, JSValueConst *argv)
{
    return answer(c, port_open(number(c, argv[0]), number(c, argv[1]), number(c, argv[2])));
}

static JSValue host_close(JSContext *c, JSValueConst *argv)
{
    return answer(c, port_close(number(c, argv[0])));
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
    return from_address(c, argv, port_accept);
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

/* Each function and how many arguments it has. */
#define FUNCTIONS(F)                                                                                                   \
    F(now, 0) F(poll, 3) F(random, 3) F(log, 1) F(record, 2) F(booted, 0) F(heap, 0)                                   \
    F(open, 3) F(close, 1) F(bind, 4) F(connect, 4) F(listen, 2) F(accept, 3)                                          \
    F(send, 5) F(recv, 5) F(sendto, 8) F(recvfrom, 7) F(shutdown, 2) F(getsockname, 3) F(getpeername, 3)               \
    F(getsockopt, 6) F(setsockopt, 6) F(available, 1) F(unsent, 1) F(atmark, 1) F(resolve, 5)

#define NUMBER(name, length) NUMBER_##name,
enum { FUNCTIONS(NUMBER) };

#define FUNCTION(name, length) host_##name,
static function *const functions[] = {FUNCTIONS(FUNCTION)};

/* `argv` has as many values as the function says; the engine fills them up. */
static JSValue call(JSContext *c, JSValueConst this_value, int argc, JSValueConst *argv, int number)
{
    (void)this_value;
    (void)argc;
    struct engine *engine = JS_GetContextOpaque(c);
    engine_called(engine);
    JSValue result = functions[number](c, argv);
    if (!stop_requested())
        return result;
    JS_FreeValue(c, result);
    return engine_stop(engine);
}

#define ENTRY(name, length) JS_CFUNC_MAGIC_DEF(#name, length, call, NUMBER_##name),
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
