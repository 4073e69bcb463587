#include "thrown.h"

#include <stdio.h>
#include <string.h>

/*
 * Returns a value as text, which the caller frees with JS_FreeCString; NULL if it has no text, or if reading it throws.
 */
static const char *text_of(JSContext *context, JSValueConst value)
{
    const char *text = JS_IsException(value) || JS_IsUndefined(value) ? NULL : JS_ToCString(context, value);
    JS_FreeValue(context, JS_GetException(context));
    return text;
}

static const char *property(JSContext *context, JSValueConst object, const char *name)
{
    JSValue value = JS_GetPropertyStr(context, object, name);
    const char *text = text_of(context, value);
    JS_FreeValue(context, value);
    return text;
}

/* If a getter throws, the error is printed without this text. */
static void print(const char *text)
{
    fputs(text == NULL ? "(its text cannot be read)" : text, stderr);
}

static int is_text(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static void print_value(JSContext *context, JSValueConst thrown)
{
    int as_json = JS_IsObject(thrown) || JS_IsString(thrown);
    JSValue json = as_json ? JS_JSONStringify(context, thrown, JS_UNDEFINED, JS_UNDEFINED) : JS_UNDEFINED;
    const char *text = as_json ? text_of(context, json) : NULL;
    if (text == NULL && JS_IsSymbol(thrown)) {
        const char *description = property(context, thrown, "description");
        fprintf(stderr, "Symbol(%s)", description == NULL ? "" : description);
        JS_FreeCString(context, description);
    } else {
        if (text == NULL)
            text = JS_IsUndefined(thrown) ? JS_ToCString(context, thrown) : text_of(context, thrown);
        print(text);
    }
    JS_FreeCString(context, text);
    JS_FreeValue(context, json);
}

void thrown_print(JSContext *context, JSValueConst thrown)
{
    const char *name = JS_IsObject(thrown) ? property(context, thrown, "name") : NULL;
    const char *message = JS_IsObject(thrown) ? property(context, thrown, "message") : NULL;
    fputs("[ws2kit] device: the program threw ", stderr);
    if (JS_IsError(context, thrown) || (is_text(name) && is_text(message))) {
        const char *stack = property(context, thrown, "stack");
        fputs(is_text(name) ? name : "Error", stderr);
        if (message == NULL || message[0] != '\0') {
            fputs(": ", stderr);
            print(message);
        }
        fprintf(stderr, "\n%s", stack == NULL ? "" : stack);
        JS_FreeCString(context, stack);
    } else {
        print_value(context, thrown);
        fputs(".\n", stderr);
    }
    JS_FreeCString(context, name);
    JS_FreeCString(context, message);
}

static int matches(const char *text, const char *right, int starved)
{
    return is_text(text) ? strcmp(text, right) == 0 : starved;
}

int thrown_is(JSContext *context, JSValueConst thrown, const char *name, const char *message, int starved)
{
    if (!JS_IsError(context, thrown))
        return 0;
    const char *its_name = property(context, thrown, "name");
    const char *its_message = property(context, thrown, "message");
    int same = matches(its_name, name, starved) && matches(its_message, message, starved);
    JS_FreeCString(context, its_name);
    JS_FreeCString(context, its_message);
    return same;
}
