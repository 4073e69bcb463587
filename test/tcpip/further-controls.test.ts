import {
  AF_INET,
  DWORD,
  INVALID_SOCKET,
  ref,
  SIO_KEEPALIVE_VALS,
  SIO_UDP_CONNRESET,
  SO_KEEPALIVE,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  WSAECONNRESET,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { DESKTOP } from "../fixture/systems.js";

/** A datagram socket that has sent to a port where nobody is, and gives up receiving after a while. */
function unheard(ws2: Program): SOCKET {
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  assert.notEqual(s, INVALID_SOCKET);
  const nobody = sockaddr_in("127.0.0.1", 9);
  assert.equal(ws2.connect(s, nobody, nobody.length), 0);
  ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(20), 4);
  return s;
}

function receive(ws2: Program, s: SOCKET): number {
  ws2.send(s, Uint8Array.of(1), 1, 0);
  return ws2.recv(s, new Uint8Array(9), 9, 0) === -1 ? ws2.WSAGetLastError() : 0;
}

const control = (ws2: Program, s: SOCKET, code: number, input: Uint8Array) =>
  ws2.WSAIoctl(s, code, input, input.length, null, 0, ref(0), null, null);

// oracle ioctl; Microsoft's pages on the two codes
describe("desktop: control codes of later systems", () => {
  it("SIO_UDP_CONNRESET keeps an unreachable port from a receive, and lets it through again", () => {
    const ws2 = new Computer(DESKTOP).program();
    const s = unheard(ws2);
    assert.equal(receive(ws2, s), WSAECONNRESET, "told of by default");
    assert.equal(control(ws2, s, SIO_UDP_CONNRESET, DWORD(0)), 0);
    assert.equal(receive(ws2, s), WSAETIMEDOUT);
    assert.equal(control(ws2, s, SIO_UDP_CONNRESET, DWORD(1)), 0);
    assert.equal(receive(ws2, s), WSAECONNRESET);
  });

  it("SIO_KEEPALIVE_VALS turns SO_KEEPALIVE on and off", () => {
    const ws2 = new Computer(DESKTOP).program();
    const { client } = conversation(ws2);
    for (const on of [1, 0]) {
      const values = new Uint8Array(12);
      values.set(DWORD(on));
      values.set(DWORD(5000), 4);
      values.set(DWORD(1000), 8);
      assert.equal(control(ws2, client, SIO_KEEPALIVE_VALS, values), 0);
      const option = DWORD(7);
      assert.equal(ws2.getsockopt(client, SOL_SOCKET, SO_KEEPALIVE, option, ref(4)), 0);
      assert.equal(option[0], on);
    }
  });
});
