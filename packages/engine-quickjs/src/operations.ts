/** The host functions that are called through the mailbox; the index in the list is the number in the mailbox. */
export const operations = [
  "open",
  "close",
  "bind",
  "connect",
  "listen",
  "accept",
  "send",
  "recv",
  "sendto",
  "recvfrom",
  "shutdown",
  "getsockname",
  "getpeername",
  "getsockopt",
  "setsockopt",
  "available",
  "unsent",
  "atmark",
  "resolve",
  "getnameinfo",
  "poll",
  "now",
  "random",
  "booted",
  "tlsOpen",
  "tlsClose",
  "tlsHandshake",
  "tlsProtocol",
  "tlsVerdict",
  "tlsCertificate",
  "tlsFeed",
  "tlsDrain",
  "tlsWrite",
  "tlsRead",
  "tlsShutdown",
] as const;

export type HostOperation = (typeof operations)[number];

/**
 * The mailbox: a block of memory that guest and host share. Arguments and results are passed in it as numbers, because
 * passing a value as an argument of a host call costs a third of a microsecond, and an ArrayBuffer a copy.
 *
 * 0 int32 operation, then result · 4 int32 arguments (8) · 40 float64 argument or result · 64 an address (128 bytes) ·
 * 192 data.
 */
export const layout = { float: 40, name: 64, nameSize: 128, data: 192, dataSize: 128 * 1024 } as const;
export const MAILBOX_SIZE = layout.data + layout.dataSize;

export type Layout = typeof layout;
