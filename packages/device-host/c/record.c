#include "record.h"

#include <stdio.h>
#include <string.h>

struct message {
    const char *code;
    const char *text; /* {0} stands for the first argument */
};

static const struct message messages[] = {
#include "messages.inc"
};

static const char *text_of(const char *code)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        if (strcmp(messages[i].code, code) == 0)
            return messages[i].text;
    }
    return NULL;
}

static void print_argument(JSContext *context, JSValueConst args, unsigned index)
{
    JSValue value = JS_GetPropertyUint32(context, args, index);
    size_t size;
    const char *text = JS_ToCStringLen(context, &size, value); /* a NUL does not end the text */
    if (text == NULL)
        putchar('?');
    else
        fwrite(text, 1, size, stdout);
    JS_FreeCString(context, text);
    JS_FreeValue(context, value);
}

static void print_text(JSContext *context, const char *text, JSValueConst args)
{
    for (; *text != '\0'; text++) {
        if (text[0] == '{' && text[1] >= '0' && text[1] <= '9' && text[2] == '}') {
            print_argument(context, args, (unsigned)(text[1] - '0'));
            text += 2;
        } else
            putchar(*text);
    }
}

void record_print(JSContext *context, JSValueConst code_value, JSValueConst args_value, struct allowance *allowance)
{
    const char *code = JS_ToCString(context, code_value);
    const char *json = JS_ToCString(context, args_value);
    if (code != NULL && json != NULL && allowance_take(allowance, strlen(code) + strlen(json))) {
        const char *text = text_of(code);
        JSValue args = text == NULL ? JS_NULL : JS_ParseJSON(context, json, strlen(json), "record");
        JS_FreeValue(context, JS_GetException(context)); /* print text that is not JSON unchanged */
        if (JS_IsObject(args))
            print_text(context, text, args);
        else
            printf("[ws2kit] %s %s", code, json);
        putchar('\n');
        fflush(stdout);
        JS_FreeValue(context, args);
    }
    JS_FreeCString(context, code);
    JS_FreeCString(context, json);
}
