/**
 * Options that only later desktop systems have. They are an entry of their package by themselves, so that the libraries
 * of systems without them do not contain them. Source: ws2ipdef.h.
 */
export * from "./numbers/desktop-option-numbers.js";
