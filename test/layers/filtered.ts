import { filterStreams, type StreamFilter } from "@ws2kit/layers";
import { type SOCKET, SOCKET_ERROR } from "@ws2kit/spi";
import { expect } from "chai";
import type { TargetName } from "../conformance/targets.js";
import { machineOf, started, type Ws2 } from "./ends.js";
import { type Attach, installStack } from "./stack.js";

export const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
export const textOf = (bytes: Uint8Array, length = bytes.length) => String.fromCharCode(...bytes.subarray(0, length));

/** Sends each byte twice. On receiving, drops the first byte of each pair and delivers the second. */
export const doubling = (): StreamFilter => {
  let isSecond = true;
  const next = () => {
    isSecond = !isSecond;
    return isSecond;
  };
  return {
    down: (bytes, pipe) => pipe.down(Uint8Array.from([...bytes].flatMap((byte) => [byte, byte]))),
    up: (bytes, pipe) => pipe.up(bytes.filter(next)),
  };
};

export const filtering =
  (open: () => StreamFilter | null): Attach =>
  (layer) =>
    filterStreams(layer, open);

/** Receives: the bytes as text, or the code. */
export function received(ws2: Ws2, s: SOCKET, flags = 0, length = 64): string | number {
  const buffer = new Uint8Array(length);
  const count = ws2.recv(s, buffer, length, flags);
  return count === SOCKET_ERROR ? ws2.WSAGetLastError() : textOf(buffer, count);
}

/** A process above a filter, which is above another layer that records the bytes below. */
export function through(target: TargetName, open: () => StreamFilter | null) {
  const machine = machineOf(target);
  const wire: number[] = [];
  const tap: Attach = { sent: (_socket, bytes) => void wire.push(bytes) };
  expect(installStack(machine, [tap, filtering(open)])).to.deep.equal([0, 0]);
  const ws2 = started(machine);
  return { machine, ws2, wire };
}
