import {
  AF_INET,
  FIONBIO,
  JL_BOTH,
  ref,
  SOCK_DGRAM,
  type SOCKET,
  sockaddr_in,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Program } from "../fixture/computer.js";

export const LEAF = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;
export const GROUP = sockaddr_in("239.1.2.3", 4000);

/** What WSAJoinLeaf answers, without any of what IP has no use for. */
export function join(ws2: Program, s: SOCKET, name = GROUP, how = JL_BOTH): SOCKET {
  return ws2.WSAJoinLeaf(s, name, name.length, null, null, null, null, how);
}

/** A non-blocking datagram socket made for multipoint sessions. */
export function leafSocket(ws2: Program): SOCKET {
  const s = ws2.WSASocketW(AF_INET, SOCK_DGRAM, 0, null, 0, LEAF);
  assert.isAbove(s, 0);
  assert.equal(ws2.ioctlsocket(s, FIONBIO, ref(1)), 0);
  return s;
}

/** A leaf that has joined the group. */
export function joined(ws2: Program, how = JL_BOTH): SOCKET {
  const s = leafSocket(ws2);
  assert.equal(join(ws2, s, GROUP, how), s, "WSPJoinLeaf/c-leaf/same-descriptor");
  return s;
}

export function sendToGroup(ws2: Program, s: SOCKET, byte: number): void {
  assert.equal(ws2.sendto(s, new Uint8Array([byte]), 1, 0, GROUP, GROUP.length), 1);
}

/** The bytes of the datagrams that wait on a socket. */
export function waiting(ws2: Program, s: SOCKET): number[] {
  const bytes: number[] = [];
  const one = new Uint8Array(1);
  while (ws2.recvfrom(s, one, 1, 0, null, null) === 1) bytes.push(one[0]);
  assert.equal(ws2.WSAGetLastError(), WSAEWOULDBLOCK);
  return bytes;
}
