import {
  INVALID_SOCKET,
  ref,
  type SOCKET,
  WSA_INVALID_HANDLE,
  WSAEFAULT,
  type WSAEVENT,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";

/** Handles that are not events: a missing argument, an unknown handle, and a socket's handle. */
const NO_EVENTS: readonly [name: string, make: (ws2: Program) => unknown[]][] = [
  ["no argument", () => []],
  ["0", () => [0]],
  ["NaN", () => [Number.NaN]],
  ["a socket", (ws2) => [ws2.socket(2, 1, 6)]],
];

for (const system of SYSTEMS) {
  describe(`${system.name}: a function that returns BOOL`, () => {
    for (const name of ["WSACloseEvent", "WSASetEvent", "WSAResetEvent"] as const) {
      for (const [what, make] of NO_EVENTS) {
        it(`${name} of ${what} fails with WSA_INVALID_HANDLE`, () => {
          const ws2 = new Computer(system).program();
          const args = make(ws2) as [WSAEVENT];
          ws2.WSASetLastError(0);
          assert.isFalse(ws2[name](...args));
          assert.equal(ws2.WSAGetLastError(), WSA_INVALID_HANDLE);
        });
      }
    }
  });
}

for (const system of SYSTEMS) {
  describe(`${system.name}: WSASocketW`, () => {
    it("fails with WSAEFAULT if a member of the information cannot be read", () => {
      const ws2 = new Computer(system).program();
      const length = ref(0);
      ws2.WSAEnumProtocolsW(null, null, length);
      const entries: WSAPROTOCOL_INFOW[] = [];
      ws2.WSAEnumProtocolsW(null, entries, length);
      const info = Object.defineProperty({ ...entries[0] }, "szProtocol", {
        get() {
          throw new Error("this member cannot be read");
        },
      });
      assert.equal(ws2.WSASocketW(-1, -1, -1, info, 0, 0), INVALID_SOCKET);
      assert.equal(ws2.WSAGetLastError(), WSAEFAULT);
    });
  });
}

describe("desktop: ReadFile and WriteFile", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();

  for (const name of ["ReadFile", "WriteFile"] as const) {
    for (const [what, args] of [
      ["no buffer", []],
      ["a revoked proxy in its place", [proxy, 4, null, null]],
      ["a buffer without its length", [new Uint8Array(4)]],
    ] as const) {
      it(`${name} with ${what} fails with a code`, () => {
        const ws2 = new Computer(DESKTOP).program() as unknown as {
          socket(af: number, type: number, protocol: number): SOCKET;
          kernel32: Record<typeof name, (...args: unknown[]) => boolean>;
          WSAGetLastError(): number;
        };
        assert.isFalse(ws2.kernel32[name](ws2.socket(2, 1, 6), ...args));
        assert.notEqual(ws2.WSAGetLastError(), 0);
      });
    }
  }
});
