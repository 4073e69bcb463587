/** Constants whose values differ on Windows CE. Source: reference §4.2 (MGW:af_irda.h). */
export const AF_IRDA = 22;
