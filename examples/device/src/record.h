/* Log records: a code and its arguments, in the words of packages/rules. */
#ifndef RECORD_H
#define RECORD_H

#include "allowance.h"
#include "quickjs.h"

/*
 * Prints a record, if it may be logged: `code`, a string, and `args`, a JSON array. One without a text is printed as it
 * is.
 */
void record_print(JSContext *context, JSValueConst code, JSValueConst args, struct allowance *allowance);

#endif
