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

/** A socket, as far as its address family goes. */
interface OfFamily {
  readonly af: number;
}

/** Room for an address of any family. */
export function newName(): Uint8Array {
  return new Uint8Array(SOCKADDR_IN6_SIZE);
}

/**
 * Whether `name` holds an address of the socket's family: 0 or the code. A family without a size here, or another
 * family's whole address, is `otherFamily`; a pointer or length too short is WSAEFAULT.
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

/** As `checkName`, where an address of another family counts as one if it is as long as the socket's own. */
export function checkPeer(socket: OfFamily, name: Pointer, namelen: number): number {
  const isWhole = isBytes(name) && name.length >= 2 && namelen >= sockaddrSize(socket.af);
  return isWhole && sockaddrFamily(name) !== socket.af ? WSAEAFNOSUPPORT : checkName(socket, name, namelen);
}

/** 255.255.255.255 is every host, and no socket's local address. */
export function isBroadcast(name: Uint8Array): boolean {
  return name[0] === AF_INET && (name[4] & name[5] & name[6] & name[7]) === 0xff;
}

/** Whether an address can be connected to: 0 or the code. */
export function checkDestination(name: Uint8Array): number {
  return isUnspecified(name) || sockaddrPort(name) === 0 ? WSAEADDRNOTAVAIL : 0;
}

/**
 * Hands the first `length` bytes of `from` to a caller. WSAEFAULT, with nothing changed, if there is no room for them.
 */
export function giveName(from: Uint8Array, length: number, name: Pointer, namelen: Ref<number> | null): number {
  if (!isBytes(name) || !isRef(namelen)) return WSAEFAULT;
  if (!((namelen.value as number) >= length) || name.length < length) return WSAEFAULT;
  for (let i = 0; i < length; i++) name[i] = from[i];
  namelen.value = length;
  return 0;
}
