/**
 * Options that only later desktop systems have. This is a separate entry of the package, so that the libraries of other
 * systems do not contain them. Source: ws2ipdef.h.
 */
export * from "./numbers/desktop-option-numbers.js";
