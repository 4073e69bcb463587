import {
  AF_INET,
  INVALID_SOCKET,
  JL_BOTH,
  SOCK_DGRAM,
  SOCK_STREAM,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_C_ROOT,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_FLAG_MULTIPOINT_D_ROOT,
  WSAEINVAL,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { CE, extending } from "../fixture/systems.js";
import { join } from "./leaf.js";

for (const system of extending(CE)) {
  describe(`${system.name}: the shipped provider and multipoint`, () => {
    for (const type of [SOCK_DGRAM, SOCK_STREAM]) {
      it(`multipoint/ce/built-in: refuses every multipoint flag on a socket of type ${type}`, () => {
        const ws2 = new Computer(system).program();
        const flags = [
          WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF,
          WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_ROOT,
          WSA_FLAG_MULTIPOINT_C_LEAF,
          WSA_FLAG_MULTIPOINT_D_ROOT,
        ];
        for (const dwFlags of flags) {
          assert.equal(ws2.WSASocketW(AF_INET, type, 0, null, 0, dwFlags), INVALID_SOCKET);
          assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
        }
      });
    }

    it("WSPJoinLeaf/ce/built-in: WSAJoinLeaf is WSASYSCALLFAILURE", () => {
      const ws2 = new Computer(system).program();
      assert.equal(join(ws2, ws2.socket(AF_INET, SOCK_DGRAM, 0), undefined, JL_BOTH), INVALID_SOCKET);
      assert.equal(ws2.WSAGetLastError(), WSASYSCALLFAILURE);
    });
  });
}
