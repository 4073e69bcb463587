import { getUint32, setUint32, WSAEFAULT } from "@ws2kit/spi";

/** How an option's value lies in a caller's bytes. Source: oracle options. */
export interface Form {
  /** The least room that getting takes; less is WSAEFAULT. */
  readonly least: number;
  /** Whether getting fills too little room with zeros. */
  readonly clears?: boolean;
  /** The value in the first `optlen` bytes, UNCHANGED if it is to stay as it is, or a negative code. */
  read(optval: Uint8Array, optlen: number): number;
  /** Writes the value if there is room for `least` bytes, and returns the length to report to the caller. */
  write(value: number, optval: Uint8Array, optlen: number): number;
}

/** What `read` answers for a value that is to stay as it is. */
export const UNCHANGED = -1;

/** A DWORD, or a structure of four bytes: no fewer. */
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

/** A DWORD that too few bytes leave as it is. */
export const lenient: Form = { ...dword, read: (optval, optlen) => (optlen < 4 ? UNCHANGED : getUint32(optval, 0)) };

/** A DWORD, for any length that the caller passes, if the buffer has the bytes. */
export const whole: Form = {
  least: 1,
  read: (optval) => (optval.length < 4 ? -WSAEFAULT : getUint32(optval, 0)),
  write: (value, optval) => (optval.length < 4 ? -WSAEFAULT : dword.write(value, optval, 4)),
};

/** A BOOL of which one byte is enough; setting it from no bytes changes nothing. */
export const flag: Form = {
  least: 1,
  read: (optval, optlen) => (optlen < 1 ? UNCHANGED : lowBytes(optval, optlen) === 0 ? 0 : 1),
  write(value, optval, optlen) {
    optval.fill(0, 0, Math.min(optlen, 4));
    optval[0] = value;
    return optlen < 4 ? 1 : 4;
  },
};

/** As `flag`, and a caller gets its own length back (SO_DEBUG). */
export const roomy: Form = {
  ...flag,
  write(value, optval, optlen) {
    flag.write(value, optval, optlen);
    return optlen;
  },
};

/** A BOOL that lies in a caller's bytes as `form` does: any value but 0 is read back as 1. */
export function truth(form: Form): Form {
  return { ...form, read: (optval, optlen) => Math.min(form.read(optval, optlen), 1) };
}

/** A small number of which one byte is enough. */
export const small: Form = {
  least: 1,
  read: (optval, optlen) => (optlen < 1 ? -WSAEFAULT : lowBytes(optval, optlen)),
  write(value, optval, optlen) {
    if (optlen >= 4) return dword.write(value, optval, optlen);
    optval[0] = value;
    return 1;
  },
};

/** A BOOL of one byte, for any length that the caller passes: only the first byte is used. */
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
