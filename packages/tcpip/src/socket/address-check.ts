import {
  AF_INET,
  isBytes,
  isRef,
  isUnspecified,
  type Pointer,
  type Ref,
  SOCKADDR_IN6_SIZE,
  sockaddrFamily,
  sockaddrPort,
  sockaddrSize,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
} from "@ws2kit/spi";

/** The part of a socket that states its address family. */
interface OfFamily {
  readonly af: number;
}

/** Makes a buffer for an address of any family. */
export function newName(): Uint8Array {
  return new Uint8Array(SOCKADDR_IN6_SIZE);
}

/**
 * Checks that `name` holds an address of the socket's family. Returns 0 or the code: `otherFamily` for an unknown
 * family or a complete address of another family, WSAEFAULT for a pointer or a length that is too short.
 */
export function checkName(
  socket: OfFamily,
  name: Pointer,
  namelen: number,
  otherFamily: number = WSAEAFNOSUPPORT,
): number {
  if (!isBytes(name) || !(namelen >= 2) || name.length < 2) return WSAEFAULT;
  const family = sockaddrFamily(name);
  const size = sockaddrSize(family);
  if (size === 0) return namelen < sockaddrSize(socket.af) ? WSAEFAULT : otherFamily;
  if (namelen < size || name.length < size) return WSAEFAULT;
  return family === socket.af ? 0 : otherFamily;
}

/** As `checkName`, but accepts an address of another family if it is as long as an address of the socket's family. */
export function checkPeer(socket: OfFamily, name: Pointer, namelen: number): number {
  const isWhole = isBytes(name) && name.length >= 2 && namelen >= sockaddrSize(socket.af);
  return isWhole && sockaddrFamily(name) !== socket.af ? WSAEAFNOSUPPORT : checkName(socket, name, namelen);
}

/** Whether an address is 255.255.255.255, which stands for every host and cannot be a local address. */
export function isBroadcast(name: Uint8Array): boolean {
  return name[0] === AF_INET && (name[4] & name[5] & name[6] & name[7]) === 0xff;
}

/** Checks that a socket can connect to an address. Returns 0 or the code. */
export function checkDestination(name: Uint8Array): number {
  return isUnspecified(name) || sockaddrPort(name) === 0 ? WSAEADDRNOTAVAIL : 0;
}

/**
 * Writes the first `length` bytes of `from` to a caller's buffer. If there is no room, writes nothing and returns
 * WSAEFAULT.
 */
export function writeName(from: Uint8Array, length: number, name: Pointer, namelen: Ref<number> | null): number {
  if (!isBytes(name) || !isRef(namelen)) return WSAEFAULT;
  if (!((namelen.value as number) >= length) || name.length < length) return WSAEFAULT;
  for (let i = 0; i < length; i++) name[i] = from[i];
  namelen.value = length;
  return 0;
}
