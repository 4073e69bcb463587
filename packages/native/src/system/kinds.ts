import { NotApplicable } from "@ws2kit/conformance";
import {
  copyProtocolInfo,
  decodeNetworkEvents,
  decodeProtocolInfo,
  encodeGuid,
  encodeNetworkEvents,
  encodeProtocolInfo,
  type fd_set,
  type GUID,
  isRef,
  type LPCONDITIONPROC,
  type Ref,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE as Routine,
  type timeval,
  type WSABUF,
  type WSADATA,
  type WSANETWORKEVENTS,
  WSANETWORKEVENTS_SIZE,
  type WSAOVERLAPPED,
  type WSAPOLLFD,
  type WSAPROTOCOL_INFOW,
  WSAPROTOCOL_INFOW_SIZE,
} from "@ws2kit/spi";
import type { CallFrame } from "../memory/call-frame.js";
import type { Guarded } from "../memory/guarded.js";

/** What koffi passes for an argument: a number, an address, a callback, NULL. */
export type Native = number | bigint | object | null;

/** A parameter of a C function: its C type, and how a value of the product's API becomes C's. */
export interface Kind {
  readonly c: string;
  /** `args` are all arguments of the call, for a kind whose size another argument states. */
  toC(value: unknown, frame: CallFrame, args: readonly unknown[]): Native;
}

const INVALID_HANDLE = 0xffffffffffffffffn;
/** WSADATA on x64: versions, two numbers and a pointer (16 bytes), then the texts. */
const WSADATA_SIZE = 408;
const DESCRIPTION_AT = 16;
const STATUS_AT = 273;
const POINTER = 8;
/** WSAPOLLFD, WSABUF: 16 bytes each. */
const PAIR = 16;

/** A number as C converts it; 0 for a value that is no number. */
export function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** A handle as a number or, for INVALID_SOCKET and other negative handles, as koffi accepts it. */
export function handleOf(value: unknown): number | bigint {
  if (value === null || value === undefined) return 0;
  if (typeof value !== "number" || Number.isNaN(value)) return INVALID_HANDLE;
  const handle = Math.trunc(value);
  return handle >= 0 ? handle : BigInt.asUintN(64, BigInt(handle));
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** A number. */
const scalar = (c: string, convert: (n: number) => number): Kind => ({
  c,
  toC: (value) => convert(numberOf(value)),
});

/** A pointer; NULL for null. */
const pointer = <T>(toC: (value: T, frame: CallFrame, args: readonly unknown[]) => Native): Kind => ({
  c: "void *",
  toC: (value, frame, args) => (isNothing(value) ? null : toC(value as T, frame, args)),
});

export const INT = scalar("int", (n) => n | 0);
export const DWORD = scalar("uint32_t", (n) => n >>> 0);
export const WORD = scalar("uint16_t", (n) => n & 0xffff);
export const BOOL: Kind = { c: "int", toC: (value) => (value ? 1 : 0) };
export const HANDLE: Kind = { c: "uintptr_t", toC: (value) => handleOf(value) };
/** A pointer that the product's API does not pass. */
export const NOTHING: Kind = { c: "void *", toC: () => null };

/** Bytes, copied back after the call. */
export const BYTES = pointer<Uint8Array>((value, frame) => copied(value, frame.returned.bind(frame)));
/** Bytes that an overlapped call keeps. */
export const KEPT_BYTES = pointer<Uint8Array>((value, frame) => copied(value, frame.kept.bind(frame)));
/** Bytes from the offset that argument `at` states; 0 without that argument. */
export const bytesFrom = (at: number): Kind =>
  pointer<Uint8Array>((value, frame, args) => copied(value.subarray(numberOf(args[at])), frame.returned.bind(frame)));

function copied(bytes: Uint8Array, memory: CallFrame["returned"]): bigint {
  const own = memory(bytes.length, (after) => bytes.set(after.bytes));
  own.bytes.set(bytes);
  return own.address;
}

/** A variable of 2 bytes. */
export const WORD_REF = pointer<Ref<number>>((value, frame) => {
  const memory = frame.returned(2, ({ view }) => {
    value.value = view.getUint16(0, true);
  });
  return memory.address;
});

/** A variable of 4 bytes; an overlapped call keeps it. */
const variable = (read: (view: DataView) => number): Kind =>
  pointer<Ref<number>>((value, frame) => {
    const memory = frame.kept(4, ({ view }) => {
      value.value = read(view);
    });
    // C's variable holds a number, so that no program can pass another value
    if (typeof value.value !== "number")
      throw new NotApplicable("a variable without a number is not passed to the system");
    memory.view.setInt32(0, value.value | 0, true);
    return memory.address;
  });

export const INT_REF = variable((view) => view.getInt32(0, true));
export const DWORD_REF = variable((view) => view.getUint32(0, true));

/** A variable of a handle's size. */
export const HANDLE_REF = pointer<Ref<number>>((value, frame) => {
  const memory = frame.kept(POINTER, ({ view }) => {
    value.value = Number(view.getBigUint64(0, true));
  });
  memory.view.setBigUint64(0, BigInt(handleOf(value.value)), true);
  return memory.address;
});

/** A text in ASCII. */
export const TEXT = pointer<string>((value, frame) => {
  const memory = frame.memory(value.length + 1);
  for (let i = 0; i < value.length; i++) memory.bytes[i] = value.charCodeAt(i);
  return memory.address;
});

/** A text in UTF-16. */
export const WIDE_TEXT = pointer<string>((value, frame) => {
  const memory = frame.memory(2 * value.length + 2);
  for (let i = 0; i < value.length; i++) memory.view.setUint16(2 * i, value.charCodeAt(i), true);
  return memory.address;
});

/** Room for a text of `unit` bytes a character; argument `at` states how many characters fit. */
const textRoom = (unit: 1 | 2, at: number): Kind =>
  pointer<Ref<string>>((value, frame, args) => {
    const size = args[at];
    const length = numberOf(isRef(size) ? size.value : size) >>> 0;
    if (length === 0) return null;
    const memory = frame.returned(unit * length, (after) => {
      value.value = textIn(after, unit);
    });
    const codes = typeof value.value === "string" ? value.value.slice(0, length) : "";
    for (let i = 0; i < codes.length; i++) {
      if (unit === 1) memory.view.setUint8(i, codes.charCodeAt(i));
      else memory.view.setUint16(2 * i, codes.charCodeAt(i), true);
    }
    return memory.address;
  });

export const textOf = (at: number): Kind => textRoom(1, at);
export const wideTextOf = (at: number): Kind => textRoom(2, at);

/** The text before the terminator. */
function textIn({ view }: Guarded, unit: 1 | 2, from = 0, to = view.byteLength): string {
  let text = "";
  for (let at = from; at < to; at += unit) {
    const code = unit === 1 ? view.getUint8(at) : view.getUint16(at, true);
    if (code === 0) break;
    text += String.fromCharCode(code);
  }
  return text;
}

export const GUID_OF = pointer<GUID>((value, frame) => {
  const memory = frame.memory(16);
  encodeGuid(value, memory.bytes);
  return memory.address;
});

/** A WSAPROTOCOL_INFOW that the call reads. */
export const PROTOCOL = pointer<WSAPROTOCOL_INFOW>((value, frame) => {
  const memory = frame.memory(WSAPROTOCOL_INFOW_SIZE);
  encodeProtocolInfo(value, memory.bytes);
  return memory.address;
});

/** A WSAPROTOCOL_INFOW that the call writes. */
export const PROTOCOL_ROOM = pointer<WSAPROTOCOL_INFOW>(
  (value, frame) =>
    frame.returned(WSAPROTOCOL_INFOW_SIZE, ({ bytes }) => copyProtocolInfo(decodeProtocolInfo(bytes), value)).address,
);

/** An array of WSAPROTOCOL_INFOW that the call fills; argument `at` is a variable with its size in bytes. */
export const protocolsOf = (at: number): Kind =>
  pointer<WSAPROTOCOL_INFOW[]>((value, frame, args) => {
    const size = args[at] as Ref<number> | null;
    const room = isNothing(size) ? 0 : numberOf(size.value) >>> 0;
    const memory = frame.returned(room, ({ bytes }) => {
      for (let i = 0; (i + 1) * WSAPROTOCOL_INFOW_SIZE <= room; i++) {
        const at = WSAPROTOCOL_INFOW_SIZE * i;
        if (bytes.subarray(at, at + WSAPROTOCOL_INFOW_SIZE).every((byte) => byte === 0)) break;
        const info = decodeProtocolInfo(bytes, at);
        if (value[i] === undefined) value[i] = info;
        else copyProtocolInfo(info, value[i]);
      }
    });
    return memory.address;
  });

/** A list of 32-bit numbers. */
export const NUMBERS = pointer<readonly number[]>((value, frame) => {
  const memory = frame.memory(4 * value.length);
  for (const [i, number] of value.entries()) memory.view.setUint32(4 * i, number >>> 0, true);
  return memory.address;
});

/** A list of handles. */
export const HANDLES = pointer<readonly number[]>((value, frame) => {
  const memory = frame.memory(POINTER * value.length);
  for (const [i, handle] of value.entries()) memory.view.setBigUint64(POINTER * i, BigInt(handleOf(handle)), true);
  return memory.address;
});

export const STARTUP_DATA = pointer<WSADATA>(
  (value, frame) =>
    frame.returned(WSADATA_SIZE, (memory) => {
      const { view } = memory;
      value.wVersion = view.getUint16(0, true);
      value.wHighVersion = view.getUint16(2, true);
      value.iMaxSockets = view.getUint16(4, true);
      value.iMaxUdpDg = view.getUint16(6, true);
      value.szDescription = textIn(memory, 1, DESCRIPTION_AT, STATUS_AT);
      value.szSystemStatus = textIn(memory, 1, STATUS_AT);
    }).address,
);

export const NETWORK_EVENTS = pointer<WSANETWORKEVENTS>((value, frame) => {
  const memory = frame.returned(WSANETWORKEVENTS_SIZE, ({ bytes }) => Object.assign(value, decodeNetworkEvents(bytes)));
  encodeNetworkEvents(value, memory.bytes);
  return memory.address;
});

/** fd_set on x64: the count (8 bytes with its padding), then the sockets. */
export const SOCKETS = pointer<fd_set>((value, frame) => frame.once(value, () => sockets(value, frame)));

function sockets(value: fd_set, frame: CallFrame): bigint {
  const { fd_array } = value;
  const memory = frame.returned(POINTER * (1 + Math.max(value.fd_count, fd_array.length)), ({ view }) => {
    value.fd_count = view.getUint32(0, true);
    for (let i = 0; i < value.fd_count; i++) {
      fd_array[i] = Number(view.getBigUint64(POINTER * (i + 1), true)) as fd_set["fd_array"][number];
    }
  });
  memory.view.setUint32(0, value.fd_count, true);
  for (const [i, s] of fd_array.entries()) memory.view.setBigUint64(POINTER * (i + 1), BigInt(handleOf(s)), true);
  return memory.address;
}

export const TIME = pointer<timeval>(({ tv_sec, tv_usec }, frame) => {
  const memory = frame.memory(8);
  memory.view.setInt32(0, tv_sec, true);
  memory.view.setInt32(4, tv_usec, true);
  return memory.address;
});

export const POLL_ENTRIES = pointer<readonly WSAPOLLFD[]>((value, frame) => {
  const memory = frame.returned(PAIR * value.length, ({ view }) => {
    value.forEach((row, i) => {
      row.revents = view.getInt16(PAIR * i + 10, true);
    });
  });
  value.forEach(({ fd, events, revents }, i) => {
    memory.view.setBigUint64(PAIR * i, BigInt(handleOf(fd)), true);
    memory.view.setInt16(PAIR * i + 8, events, true);
    memory.view.setInt16(PAIR * i + 10, revents, true);
  });
  return memory.address;
});

/** An array of WSABUF; argument `at` states how many. An overlapped call keeps their bytes. */
export const buffersOf = (at: number): Kind =>
  pointer<readonly WSABUF[]>((value, frame, args) =>
    Array.isArray(value) ? buffers(value.slice(0, numberOf(args[at]) >>> 0), frame, numberOf(args[at]) >>> 0) : null,
  );

/** One WSABUF. */
export const BUFFER = pointer<WSABUF>((value, frame) => buffers([value], frame, 1));

function buffers(list: readonly WSABUF[], frame: CallFrame, count: number): bigint {
  const memory = frame.memory(PAIR * count);
  list.forEach(({ len, buf, off }, i) => {
    memory.view.setUint32(PAIR * i, len >>> 0, true);
    const address = buf === null ? 0n : copied(buf.subarray(off, off + (len >>> 0)), frame.kept.bind(frame));
    memory.view.setBigUint64(PAIR * i + POINTER, address, true);
  });
  return memory.address;
}

/** The structure of the operation that the call begins. */
export const OVERLAPPED = pointer<WSAOVERLAPPED>((value, { operations }) => operations.addressOf(value));
/** The structure of an operation that an earlier call began. */
export const STRUCTURE: Kind = { ...OVERLAPPED };

/** A completion routine, a condition function. */
export const ROUTINE = pointer<Routine>((value, { callbacks }) => callbacks.routine(value));
export const CONDITION = pointer<LPCONDITIONPROC>((value, { callbacks }) => callbacks.condition(value));
/** A value that a callback or a completion packet returns. */
export const CONTEXT: Kind = { c: "uintptr_t", toC: (value, { callbacks }) => callbacks.contexts.numberOf(value) };

/** The input and the output of WSAIoctl. */
export const INPUT = ioctlBytes(BYTES);
export const OUTPUT = ioctlBytes(KEPT_BYTES);

/** Extension functions and their like are objects in the product's API, and pointers in C. */
function ioctlBytes(bytes: Kind): Kind {
  return {
    ...bytes,
    toC(value, frame, args) {
      if (isNothing(value) || value instanceof Uint8Array) return bytes.toC(value, frame, args);
      throw new NotApplicable("WSAIoctl with an object is not passed to the system");
    },
  };
}
