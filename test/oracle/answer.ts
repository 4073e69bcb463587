import * as spi from "@ws2kit/spi";

/** Winsock's name of every error number. */
const NAMES = new Map<number, string>(
  Object.entries(spi).flatMap(([name, value]) =>
    name.startsWith("WSA") && typeof value === "number" && value >= 10000 && value <= 11100 ? [[value, name]] : [],
  ),
);

/** Names that share a number with others, or that belong to one system. */
const SYSTEM_NAMES: Readonly<Record<number, string>> = {
  6: "WSA_INVALID_HANDLE",
  64: "ERROR_NETNAME_DELETED",
  87: "WSA_INVALID_PARAMETER",
  122: "ERROR_INSUFFICIENT_BUFFER",
  258: "WAIT_TIMEOUT",
  995: "WSA_OPERATION_ABORTED",
  996: "WSA_IO_INCOMPLETE",
  997: "WSA_IO_PENDING",
  1168: "ERROR_NOT_FOUND",
};

/** An error number by name; "0" for none. */
export function errorName(code: number): string {
  return NAMES.get(code) ?? SYSTEM_NAMES[code] ?? String(code);
}

/** Bytes as hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** A DWORD as the captures print it. */
export function hexWord(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
