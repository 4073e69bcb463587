/** Constants that have another value on Windows CE. Source: reference §4.2 (MGW:af_irda.h). */
export const AF_IRDA = 22;
