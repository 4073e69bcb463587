import { type fd_set, isBytes, isRef, type Pointer, type SOCKET, type WSABUF, WSAEMSGSIZE } from "@ws2kit/spi";
import { fromBase64, toBase64 } from "./base64.js";
import type { Datum } from "./line.js";

/** The call of a parameter. */
export interface Call {
  readonly args: readonly unknown[];
  /** The call's code and the bytes that it has transferred, when it has ended. */
  readonly code: number;
  readonly bytes: number;
  numberOf(s: SOCKET): number;
  handleOf(number: number): SOCKET;
}

/** How one parameter is recorded and replayed. */
export interface Parameter {
  /** Its index among the arguments. */
  readonly at: number;
  /** Returns the value that the caller passed; absent for an out parameter. */
  read?(value: unknown, call: Call): Datum;
  /** Returns the value that the call has written, and writes it again. */
  written?(value: unknown, call: Call): Datum;
  write?(value: unknown, datum: Datum, call: Call): void;
}

/** A number, flag or text. */
export function value(at: number): Parameter {
  return { at, read: plain };
}

/** A Ref to a scalar, read and written. */
export function scalar(at: number): Parameter {
  const pointee = (pointer: unknown) => (isRef(pointer) ? plain(pointer.value) : null);
  return { at, read: pointee, written: pointee, write: writeScalar };
}

/** A Ref that is only written, by a call that succeeds. */
export function result(at: number): Parameter {
  const written = (pointer: unknown, { code }: Call) => (code === 0 && isRef(pointer) ? plain(pointer.value) : null);
  return { at, written, write: writeScalar };
}

/** Bytes on their way down, as many as the argument at `length` says. */
export function bytes(at: number, length: number): Parameter {
  return {
    at,
    read: (pointer, { args }) =>
      isBytes(pointer) ? toBase64(pointer.subarray(0, Number(args[length]))) : plain(pointer),
  };
}

/** Bytes that a call writes, as many as the Ref at `length` says. */
export function filled(at: number, length: number): Parameter {
  return {
    at,
    written(pointer, { args }) {
      const count = args[length];
      const isWritten = isBytes(pointer) && isRef(count);
      return isWritten ? toBase64(pointer.subarray(0, Number(count.value))) : null;
    },
    write: (pointer, datum) => void (pointer as Pointer)?.set(fromBase64(datum as string)),
  };
}

/** Buffers whose bytes are sent. */
export function gathered(at: number, count: number): Parameter {
  return {
    at,
    read(buffers, { args }) {
      return toBase64(joined(piecesOf(buffers, Number(args[count]))));
    },
  };
}

/** Buffers that a call fills. A datagram that is too long fills all of them. */
export function scattered(at: number, count: number): Parameter {
  const roomOf = (buffers: unknown, args: readonly unknown[]) =>
    piecesOf(buffers, Number(args[count])).reduce((sum, piece) => sum + piece.length, 0);
  return {
    at,
    read: (buffers, { args }) => roomOf(buffers, args),
    written(buffers, { args, code, bytes }) {
      let left = code === WSAEMSGSIZE ? roomOf(buffers, args) : bytes;
      const pieces = piecesOf(buffers, Number(args[count])).map((piece) => {
        const filled = piece.subarray(0, left);
        left -= filled.length;
        return filled;
      });
      return toBase64(joined(pieces));
    },
    write(buffers, datum, { args }) {
      let left = fromBase64(datum as string);
      for (const piece of piecesOf(buffers, Number(args[count]))) {
        piece.set(left.subarray(0, piece.length));
        left = left.subarray(Math.min(piece.length, left.length));
      }
    },
  };
}

/** A set of sockets, which the call changes. */
export function sockets(at: number): Parameter {
  const numbersOf = (set: unknown, { numberOf }: Call): Datum => {
    if (set === null || set === undefined) return null;
    const { fd_array, fd_count } = set as fd_set;
    return fd_array.slice(0, fd_count).map(numberOf);
  };
  return {
    at,
    read: numbersOf,
    written: numbersOf,
    write(set, datum, { handleOf }) {
      const numbers = datum as readonly number[];
      numbers.forEach((number, i) => {
        (set as fd_set).fd_array[i] = handleOf(number);
      });
      (set as fd_set).fd_count = numbers.length;
    },
  };
}

function plain(value: unknown): Datum {
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null;
}

function writeScalar(pointer: unknown, datum: Datum): void {
  if (isRef(pointer)) pointer.value = datum;
}

function piecesOf(buffers: unknown, count: number): Uint8Array[] {
  if (!Array.isArray(buffers)) return [];
  return (buffers.slice(0, count) as WSABUF[]).map(({ buf, off, len }) => (buf ?? NOTHING).subarray(off, off + len));
}

/** One array of all bytes; the piece itself if there is only one. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let done = 0;
  for (const piece of pieces) {
    all.set(piece, done);
    done += piece.length;
  }
  return all;
}

const NOTHING = /* @__PURE__ */ new Uint8Array(0);
