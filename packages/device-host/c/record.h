/* Log records: formats a code and its arguments with the texts of packages/rules. */
#ifndef RECORD_H
#define RECORD_H

#include "allowance.h"
#include "quickjs.h"

/*
 * Prints a record within the log's allowance: `code` is a string, `args` a JSON array. A record without a text is
 * printed unchanged.
 */
void record_print(JSContext *context, JSValueConst code, JSValueConst args, struct allowance *allowance);

#endif
