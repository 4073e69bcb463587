#include "natives.h"

int natives_install(JSContext *context, JSValueConst host)
{
    (void)context;
    (void)host;
    return 0;
}
