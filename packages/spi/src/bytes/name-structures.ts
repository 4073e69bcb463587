/**
 * The bytes of a hostent, a servent and a protoent, as the WSAAsyncGet* functions write them to the application's
 * buffer: the structure first, then the data that it points to.
 *
 * The layouts are those of 32-bit Windows. A pointer is the offset of its target from the start of the buffer, 0 for
 * null; a list ends with a null pointer, a text with a 0 byte.
 *
 * Source: winsock2.h; page remarks.
 */
import { getUint16, getUint32, setUint16, setUint32 } from "./bytes.js";
import type { hostent, protoent, servent } from "./name-resolution.js";

/** The usual length of the buffer for a WSAAsyncGet* function, in bytes. */
export const MAXGETHOSTSTRUCT = 1024;

/** Bytes of a pointer. */
const POINTER = 4;

/** Builds a structure, and appends the data that it points to. */
class Layout {
  bytes: Uint8Array;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** Appends `data`, and stores its offset at `at`. */
  point(at: number, data: Uint8Array): void {
    const { length } = this.bytes;
    const longer = new Uint8Array(length + data.length);
    longer.set(this.bytes);
    longer.set(data, length);
    setUint32(longer, at, length);
    this.bytes = longer;
  }

  text(at: number, text: string): void {
    this.point(
      at,
      Uint8Array.from(`${text}\0`, (c) => c.charCodeAt(0)),
    );
  }

  /** Appends a list of `count` pointers and a null pointer. `write` stores the n-th pointer. */
  list(at: number, count: number, write: (at: number, n: number) => void): void {
    const padding = -this.bytes.length & (POINTER - 1);
    this.point(at, new Uint8Array(padding + POINTER * (count + 1)));
    const start = getUint32(this.bytes, at) + padding;
    setUint32(this.bytes, at, start);
    for (let n = 0; n < count; n++) write(start + POINTER * n, n);
  }

  names(at: number, names: readonly string[]): void {
    this.list(at, names.length, (place, n) => this.text(place, names[n]));
  }
}

/** Makes the bytes of a host: 0 h_name · 4 h_aliases · 8 short h_addrtype · 10 short h_length · 12 h_addr_list. */
export function encodeHostent(host: Readonly<hostent>): Uint8Array {
  const layout = new Layout(16);
  setUint16(layout.bytes, 8, host.h_addrtype);
  setUint16(layout.bytes, 10, host.h_length);
  layout.list(12, host.h_addr_list.length, (at, n) => layout.point(at, host.h_addr_list[n]));
  layout.names(4, host.h_aliases);
  layout.text(0, host.h_name);
  return layout.bytes;
}

/** Reads a host from the start of `bytes`. */
export function decodeHostent(bytes: Uint8Array): hostent {
  const h_length = getUint16(bytes, 10);
  return {
    h_name: textAt(bytes, getUint32(bytes, 0)),
    h_aliases: namesAt(bytes, 4),
    h_addrtype: getUint16(bytes, 8),
    h_length,
    h_addr_list: pointersAt(bytes, 12).map((at) => bytes.slice(at, at + h_length)),
  };
}

/** Makes the bytes of a service: 0 s_name · 4 s_aliases · 8 short s_port, in network byte order · 12 s_proto. */
export function encodeServent(service: Readonly<servent>): Uint8Array {
  const layout = new Layout(16);
  setUint16(layout.bytes, 8, service.s_port);
  layout.names(4, service.s_aliases);
  layout.text(0, service.s_name);
  layout.text(12, service.s_proto);
  return layout.bytes;
}

/** Reads a service from the start of `bytes`. */
export function decodeServent(bytes: Uint8Array): servent {
  return {
    s_name: textAt(bytes, getUint32(bytes, 0)),
    s_aliases: namesAt(bytes, 4),
    s_port: getUint16(bytes, 8),
    s_proto: textAt(bytes, getUint32(bytes, 12)),
  };
}

/** Makes the bytes of a protocol: 0 p_name · 4 p_aliases · 8 short p_proto. */
export function encodeProtoent(protocol: Readonly<protoent>): Uint8Array {
  const layout = new Layout(12);
  setUint16(layout.bytes, 8, protocol.p_proto);
  layout.names(4, protocol.p_aliases);
  layout.text(0, protocol.p_name);
  return layout.bytes;
}

/** Reads a protocol from the start of `bytes`. */
export function decodeProtoent(bytes: Uint8Array): protoent {
  return {
    p_name: textAt(bytes, getUint32(bytes, 0)),
    p_aliases: namesAt(bytes, 4),
    p_proto: getUint16(bytes, 8),
  };
}

function textAt(bytes: Uint8Array, from: number): string {
  let text = "";
  for (let at = from; bytes[at] > 0; at++) text += String.fromCharCode(bytes[at]);
  return text;
}

/** The pointers of the list to which the pointer at `at` points. */
function pointersAt(bytes: Uint8Array, at: number): number[] {
  const pointers: number[] = [];
  for (let next = getUint32(bytes, at); getUint32(bytes, next) > 0; next += POINTER) {
    pointers.push(getUint32(bytes, next));
  }
  return pointers;
}

function namesAt(bytes: Uint8Array, at: number): string[] {
  return pointersAt(bytes, at).map((pointer) => textAt(bytes, pointer));
}
