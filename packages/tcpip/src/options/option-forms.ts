import { getUint32, setUint32, WSAEFAULT } from "@ws2kit/spi";

/** The layout of an option's value in a caller's bytes. Source: oracle options. */
export interface Form {
  /** The room that getsockopt needs, in bytes; less is WSAEFAULT. */
  readonly least: number;
  /** Whether getsockopt fills the room with zeros if it is too little. */
  readonly clears?: boolean;
  /** Returns the value in the first `optlen` bytes, UNCHANGED to leave the option as it is, or a negative code. */
  read(optval: Uint8Array, optlen: number): number;
  /** Writes the value if there is room for `least` bytes, and returns the length to report to the caller. */
  write(value: number, optval: Uint8Array, optlen: number): number;
}

/** The result of `read` that leaves an option as it is. */
export const UNCHANGED = -1;

/** A DWORD, or a structure of four bytes. Fewer bytes are refused. */
export const dword: Form = {
  least: 4,
  read: (optval, optlen) => (optlen < 4 ? -WSAEFAULT : getUint32(optval, 0)),
  write(value, optval) {
    setUint32(optval, 0, value);
    return 4;
  },
};

/** A DWORD. Too little room for it is filled with zeros. */
export const cleared: Form = { ...dword, clears: true };

/** A DWORD; getsockopt reports the length that the caller passed. */
export const loose: Form = {
  ...dword,
  write(value, optval, optlen) {
    setUint32(optval, 0, value);
    return optlen;
  },
};

/** A DWORD. Setting it from fewer than four bytes succeeds and changes nothing. */
export const lenient: Form = { ...dword, read: (optval, optlen) => (optlen < 4 ? UNCHANGED : getUint32(optval, 0)) };

/** A DWORD. The caller's length does not count, if the buffer has four bytes. */
export const whole: Form = {
  least: 1,
  read: (optval) => (optval.length < 4 ? -WSAEFAULT : getUint32(optval, 0)),
  write: (value, optval) => (optval.length < 4 ? -WSAEFAULT : dword.write(value, optval, 4)),
};

/** A BOOL; one byte is enough. Setting it from no bytes changes nothing. */
export const flag: Form = {
  least: 1,
  read: (optval, optlen) => (optlen < 1 ? UNCHANGED : lowBytes(optval, optlen) === 0 ? 0 : 1),
  write(value, optval, optlen) {
    optval.fill(0, 0, Math.min(optlen, 4));
    optval[0] = value;
    return optlen < 4 ? 1 : 4;
  },
};

/** As `flag`; the caller's length does not change (SO_DEBUG). */
export const roomy: Form = {
  ...flag,
  write(value, optval, optlen) {
    flag.write(value, optval, optlen);
    return optlen;
  },
};

/** A BOOL with the layout of `form`. Any value except 0 is stored as 1. */
export function truth(form: Form): Form {
  return { ...form, read: (optval, optlen) => Math.min(form.read(optval, optlen), 1) };
}

/** A small number; one byte is enough. */
export const small: Form = {
  least: 1,
  read: (optval, optlen) => (optlen < 1 ? -WSAEFAULT : lowBytes(optval, optlen)),
  write(value, optval, optlen) {
    if (optlen >= 4) return dword.write(value, optval, optlen);
    optval[0] = value;
    return 1;
  },
};

/** A BOOL of one byte. The caller's length does not count: only the first byte is used. */
export const byte: Form = {
  least: 1,
  read: (optval, optlen) => (optlen < 1 ? -WSAEFAULT : optval[0] === 0 ? 0 : 1),
  write(value, optval) {
    optval[0] = value;
    return 1;
  },
};

function lowBytes(optval: Uint8Array, optlen: number): number {
  return optlen >= 4 ? getUint32(optval, 0) : optval[0];
}
