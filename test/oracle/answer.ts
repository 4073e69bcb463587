import * as spi from "@ws2kit/spi";

/** Winsock's name of every error number. */
const NAMES = new Map<number, string>(
  Object.entries(spi).flatMap(([name, value]) =>
    name.startsWith("WSA") && typeof value === "number" && value >= 10000 && value <= 11100 ? [[value, name]] : [],
  ),
);

/** An error number by name; "0" for none. */
export function errorName(code: number): string {
  return NAMES.get(code) ?? String(code);
}

/** Bytes as hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** A DWORD as the captures print it. */
export function hexWord(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
