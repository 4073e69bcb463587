import {
  CF_ACCEPT,
  CF_DEFER,
  CF_REJECT,
  FIONBIO,
  fd_set,
  INVALID_SOCKET,
  ref,
  SG_UNCONSTRAINED_GROUP,
  SO_GROUP_ID,
  SOL_SOCKET,
  sockaddrText,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEINPROGRESS,
  WSAEINVAL,
  WSASYSCALLFAILURE,
  WSATRY_AGAIN,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { SYSTEMS } from "../fixture/systems.js";

for (const system of SYSTEMS) {
  describe(`${system.name}: a condition function`, () => {
    it("receives both names and the caller's data, and accepts", () => {
      const ws2 = new Computer(system).program();
      const { listener } = conversation(ws2, 4000, false);
      const data = { any: "value" };
      const name = new Uint8Array(16);
      const length = ref(16);
      let told: unknown[] = [];
      const s = ws2.WSAAccept(
        listener,
        name,
        length,
        (caller, _callerData, _sqos, _gqos, callee, _calleeData, g, callback) => {
          told = [callee.buf === null ? "" : sockaddrText(callee.buf), g.value, callback];
          assert.deepEqual(caller.buf?.subarray(4, 8), new Uint8Array([127, 0, 0, 1]));
          return CF_ACCEPT;
        },
        data,
      );
      assert.notEqual(s, INVALID_SOCKET);
      assert.deepEqual(told, ["127.0.0.1:4000", 0, data]);
      assert.equal(length.value, 16);
      assert.match(sockaddrText(name), /^127\.0\.0\.1:/);
    });

    it("rejects: WSAECONNREFUSED here, a reset for the peer", () => {
      const ws2 = new Computer(system).program();
      const { listener, client } = conversation(ws2, 4000, false);
      assert.equal(
        ws2.WSAAccept(listener, null, null, () => CF_REJECT, 0),
        INVALID_SOCKET,
      );
      assert.equal(ws2.WSAGetLastError(), WSAECONNREFUSED);
      assert.equal(ws2.recv(client, new Uint8Array(1), 1, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAECONNRESET);
    });

    it("defers: WSATRY_AGAIN, and the request stays first in the queue, ready and unchanged", () => {
      const ws2 = new Computer(system).program();
      const { listener, client } = conversation(ws2, 4000, false);
      let asked = 0;
      const defer = () => {
        asked++;
        return CF_DEFER;
      };
      for (let i = 0; i < 2; i++) {
        assert.equal(ws2.WSAAccept(listener, null, null, defer, 0), INVALID_SOCKET);
        assert.equal(ws2.WSAGetLastError(), WSATRY_AGAIN);
        assert.equal(ws2.select(0, fd_set(listener), null, null, { tv_sec: 0, tv_usec: 0 }), 1);
      }
      assert.equal(asked, 2);
      const s = ws2.accept(listener, null, null);
      assert.equal(ws2.send(client, new Uint8Array([9]), 1, 0), 1);
      assert.equal(ws2.recv(s, new Uint8Array(1), 1, 0), 1);
    });

    it("a deferred connection ends with its listener", () => {
      const ws2 = new Computer(system, { descriptors: 3 }).program();
      const { listener, client } = conversation(ws2, 4000, false);
      ws2.WSAAccept(listener, null, null, () => CF_DEFER, 0);
      assert.equal(ws2.closesocket(listener), 0);
      assert.equal(ws2.closesocket(client), 0);
      conversation(ws2, 4001);
    });

    it("with any other result is WSAEINVAL; with an exception, WSASYSCALLFAILURE", () => {
      const ws2 = new Computer(system).program();
      const { listener } = conversation(ws2, 4000, false);
      assert.equal(
        ws2.WSAAccept(listener, null, null, () => 77, 0),
        INVALID_SOCKET,
      );
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      conversation(ws2, 4001, false);
      const other = conversation(ws2, 4002, false).listener;
      const boom = () => {
        throw new Error("boom");
      };
      assert.equal(ws2.WSAAccept(other, null, null, boom, 0), INVALID_SOCKET);
      assert.include([WSASYSCALLFAILURE, WSAEFAULT], ws2.WSAGetLastError());
      ws2.ioctlsocket(other, FIONBIO, ref(1));
      assert.equal(ws2.WSAGetLastError(), 0, "calls work again");
    });

    it("refuses every call inside it", () => {
      const ws2 = new Computer(system).program();
      const { listener, client } = conversation(ws2, 4000, false);
      const codes: number[] = [];
      ws2.WSAAccept(
        listener,
        null,
        null,
        () => {
          for (const call of [
            () => ws2.send(client, new Uint8Array(1), 1, 0),
            () => ws2.closesocket(client),
            () => ws2.select(0, fd_set(client), null, null, null),
            () => ws2.getsockname(client, null, null),
          ]) {
            assert.equal(call(), -1);
            codes.push(ws2.WSAGetLastError());
          }
          return CF_ACCEPT;
        },
        0,
      );
      assert.deepEqual(codes, new Array(4).fill(WSAEINPROGRESS));
    });

    it("sets the group of the new socket, if the provider supports groups", () => {
      const ws2 = new Computer(system).program();
      const { listener } = conversation(ws2, 4000, false);
      const inGroup = (
        _a: unknown,
        _b: unknown,
        _c: unknown,
        _d: unknown,
        _e: unknown,
        _f: unknown,
        g: { value: number },
      ) => {
        g.value = SG_UNCONSTRAINED_GROUP;
        return CF_ACCEPT;
      };
      const s = ws2.WSAAccept(listener, null, null, inGroup, 0);
      if (system.name !== "desktop") {
        assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
        return;
      }
      const group = new Uint8Array(4);
      assert.equal(ws2.getsockopt(s, SOL_SOCKET, SO_GROUP_ID, group, ref(4)), 0);
      assert.notDeepEqual([...group], [0, 0, 0, 0]);
    });
  });
}
