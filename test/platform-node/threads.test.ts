import { nodePlatform } from "@ws2kit/platform-node";
import { AF_INET, MAKEWORD, newWSADATA, ref, SOCK_DGRAM, type SOCKET, sockaddr_in, WSAENETDOWN } from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { assert } from "chai";

const INFINITE = 0xffffffff;
const WAIT_FAILED = 0xffffffff;

/** A program on real sockets, and a datagram socket with its name. */
function program() {
  const machine = openMachine({ platform: nodePlatform({ log: () => undefined }) });
  const ws2 = machine.openProcess();
  assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  const socket = () => {
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    assert.equal(ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16), 0);
    const name: Uint8Array = new Uint8Array(16);
    assert.equal(ws2.getsockname(s, name, ref(16)), 0);
    return { s, name };
  };
  const send = (s: SOCKET, name: Uint8Array, size: number) => ws2.sendto(s, new Uint8Array(size), size, 0, name, 16);
  const receive = (s: SOCKET) => ws2.recv(s, new Uint8Array(8), 8, 0);
  const start = (act: () => void) => assert.notEqual(ws2.kernel32.CreateThread(null, 0, act, null, 0, null), 0);
  return { machine, ws2, socket, send, receive, start };
}

describe("platform-node: threads that a program starts", () => {
  it("CreateThread/last-in-first-out: a wait lasts its full time, and sleeps, while the socket of the outer wait is ready", () => {
    const { ws2, socket, send, receive, start } = program();
    const { s, name } = socket();
    const before = performance.now();
    const spent = process.cpuUsage();
    start(() => {
      send(s, name, 1);
      ws2.kernel32.Sleep(200);
    });
    assert.equal(receive(s), 1);
    const { user, system } = process.cpuUsage(spent);
    assert.isAtLeast(performance.now() - before, 199);
    assert.isBelow((user + system) / 1000, 100, "milliseconds of the processor's time");
    ws2.WSACleanup();
  });

  it("CreateThread/only-the-outer-could-end-it: such a wait fails, with a record", () => {
    const { machine, ws2, socket, send, receive, start } = program();
    const { s, name } = socket();
    const { kernel32 } = ws2;
    const never = kernel32.CreateEventW(null, true, false, null);
    const inner: number[] = [];
    start(() => {
      send(s, name, 1);
      inner.push(kernel32.WaitForSingleObject(never, INFINITE), ws2.WSAGetLastError());
    });
    assert.equal(receive(s), 1);
    assert.deepEqual(inner, [WAIT_FAILED, WSAENETDOWN]);
    assert.deepEqual(
      machine.records.map(({ code }) => code),
      ["wait-forever"],
    );
    ws2.WSACleanup();
  });

  it("receive at the same time: the inner receive ends by its own socket", () => {
    const { ws2, socket, send, receive, start } = program();
    const [outer, inner] = [socket(), socket()];
    const received: number[] = [];
    start(() => {
      send(outer.s, outer.name, 1);
      start(() => {
        ws2.kernel32.Sleep(5);
        send(inner.s, inner.name, 3);
      });
      received.push(receive(inner.s));
    });
    received.push(receive(outer.s));
    assert.deepEqual(received, [3, 1]);
    ws2.WSACleanup();
  });
});
