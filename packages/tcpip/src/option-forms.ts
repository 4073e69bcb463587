import { getUint32, setUint32, WSAEFAULT } from "@ws2kit/spi";

/**
 * How an option's value lies in a caller's bytes. `read` and `write` answer a negative code where the length does not
 * do; `write` answers the bytes written.
 */
export interface Form {
  read(optval: Uint8Array, optlen: number): number;
  write(value: number, optval: Uint8Array, optlen: number): number;
}

/** A DWORD, or a structure of four bytes: no fewer. */
export const dword: Form = {
  read: (optval, optlen) => (optlen < 4 ? -WSAEFAULT : getUint32(optval, 0)),
  write(value, optval, optlen) {
    if (optlen < 4) return -WSAEFAULT;
    setUint32(optval, 0, value);
    return 4;
  },
};

/** A BOOL of which one byte is enough; setting it from no bytes changes nothing. */
export const flag: Form = {
  read: (optval, optlen) => (optlen < 1 ? UNCHANGED : lowBytes(optval, optlen) === 0 ? 0 : 1),
  write(value, optval, optlen) {
    if (optlen < 1) return -WSAEFAULT;
    optval.fill(0, 0, Math.min(optlen, 4));
    optval[0] = value === 0 ? 0 : 1;
    return optlen < 4 ? 1 : 4;
  },
};

/** A small number of which one byte is enough. */
export const small: Form = {
  read: (optval, optlen) => (optlen < 1 ? -WSAEFAULT : lowBytes(optval, optlen)),
  write(value, optval, optlen) {
    if (optlen < 1) return -WSAEFAULT;
    if (optlen >= 4) return dword.write(value, optval, optlen);
    optval[0] = value;
    return 1;
  },
};

/** One byte, whatever room there is. */
export const byte: Form = {
  read: (optval, optlen) => (optlen < 1 ? -WSAEFAULT : lowBytes(optval, optlen) === 0 ? 0 : 1),
  write(value, optval, optlen) {
    if (optlen < 1) return -WSAEFAULT;
    optval[0] = value;
    return 1;
  },
};

/** What `read` answers for a value that is to stay as it is. */
export const UNCHANGED = -1;

function lowBytes(optval: Uint8Array, optlen: number): number {
  return optlen >= 4 ? getUint32(optval, 0) : optval[0];
}
