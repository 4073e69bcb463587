import { INVALID_SOCKET, newWSAPROTOCOL_INFOW, type SOCKET, WSA_FLAG_OVERLAPPED } from "@ws2kit/spi";
import { assert } from "chai";
import type { Program } from "../fixture/computer.js";

/** The info that makes a second descriptor of a socket in another process. */
export function offer(from: Program, s: SOCKET, to: Program) {
  const info = newWSAPROTOCOL_INFOW();
  assert.equal(from.WSADuplicateSocketW(s, to.processId, info), 0, "WSADuplicateSocketW");
  return info;
}

/** A second descriptor of a socket in another process. */
export function duplicate(from: Program, s: SOCKET, to: Program): SOCKET {
  const second = to.WSASocketW(-1, -1, -1, offer(from, s, to), 0, WSA_FLAG_OVERLAPPED);
  assert.notEqual(second, INVALID_SOCKET, "WSASocketW");
  return second;
}
