import type { getsockopt } from "@ws2kit/core";
import type { Ecma419, TcpSocket } from "@ws2kit/sockets/ecma419";
import { ref, SOCKET_ERROR } from "@ws2kit/spi";

/** Where a case runs: two programs with the classes, which may be one and the same. */
export interface Place {
  readonly near: Ecma419;
  readonly far: Ecma419;
  /** The IP address at which `near` reaches `far`. */
  readonly address: string;
  /** The function of `near`. */
  readonly getsockopt: ReturnType<typeof getsockopt>;
}

/** A clause of the standard, and a program that checks that the classes follow it. */
export interface Case {
  /** The clause, and what it says. */
  readonly name: string;
  run(place: Place): Promise<void> | void;
}

/** Throws unless `actual` is `expected`, or an array or a record of the same values. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [came, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (came !== right) throw new Error(`${what}: got ${came?.slice(0, 200)}, expected ${right}`);
}

/** Throws unless `act` throws an error of `kind`. */
export function throws(act: () => unknown, kind: ErrorConstructor, what: string): void {
  try {
    act();
  } catch (error) {
    if (error instanceof kind) return;
    throw new Error(`${what}: got ${error}, expected a ${kind.name}`);
  }
  throw new Error(`${what}: got no error, expected a ${kind.name}`);
}

/** The value of an integer option of a socket of `near`; `null` where the target has no such option. */
export function optionOf(place: Place, socket: TcpSocket, level: number, optname: number): number | null {
  const value = new Uint8Array(4);
  if (place.getsockopt(socket.handle, level, optname, value, ref(4)) === SOCKET_ERROR) return null;
  return value[0] + 256 * value[1];
}

/** The bytes of a text of ASCII, and back. */
export const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const text = (data: unknown): string => String.fromCharCode(...new Uint8Array(data as ArrayBuffer));
