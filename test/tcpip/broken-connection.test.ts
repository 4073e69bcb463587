import {
  type NetworkStack,
  WSAECONNABORTED,
  WSAECONNRESET,
  WSAENETRESET,
  WSAESHUTDOWN,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { assert } from "chai";
import { checked } from "../fixture/checked.js";
import { Computer } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { SYSTEMS } from "../fixture/systems.js";

/** A stack that reports a broken connection once, as some systems do, and then the end of the stream. */
function forgetful(network: NetworkStack, code: number): NetworkStack {
  let isTold = false;
  const recv: NetworkStack["recv"] = () => {
    if (isTold) return 0;
    isTold = true;
    return -code;
  };
  return new Proxy(network, {
    get: (stack, name) => {
      if (name === "recv") return recv;
      const value = Reflect.get(stack, name, stack);
      return typeof value === "function" ? value.bind(stack) : value;
    },
  });
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a broken connection`, () => {
    for (const [code, expected] of [
      [WSAECONNRESET, WSAECONNRESET],
      [WSAECONNABORTED, WSAECONNABORTED],
      [WSAENETRESET, WSAENETRESET],
      [WSAETIMEDOUT, WSAETIMEDOUT],
      [WSAESHUTDOWN, WSAECONNRESET],
    ]) {
      it(`stays broken with ${expected}, if the stack reports ${code} only once`, () => {
        const { platform } = new Computer(system);
        const network = forgetful(platform.network, code);
        const ws2 = checked(system.openMachine({ platform: { ...platform, network } }).openProcess(), system.lineage);
        ws2.WSAStartup(0x202, {} as never);
        const { client } = conversation(ws2);
        for (let i = 0; i < 3; i++) {
          assert.equal(ws2.recv(client, new Uint8Array(1), 1, 0), -1);
          assert.equal(ws2.WSAGetLastError(), expected);
        }
        assert.equal(ws2.send(client, new Uint8Array(1), 1, 0), -1);
        assert.equal(ws2.WSAGetLastError(), expected);
      });
    }
  });
}
