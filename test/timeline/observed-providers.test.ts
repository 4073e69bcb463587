import { defineLayer, installLayer } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  MAKEWORD,
  newWSABUF,
  newWSADATA,
  newWSAOVERLAPPED,
  ref,
  SLOTS,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddr_in6,
  WSA_OPERATION_ABORTED,
  WSAEFAULT,
  WSAENOTCONN,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { Journal, observedPlatform, observeMachine } from "@ws2kit/timeline";
import { type CallEvent, pcapng, readTimeline } from "@ws2kit/timeline/convert";
import { assert } from "chai";
import { packetsOf, readBlocks } from "./read-pcapng.js";

const ID = "6E9D5C7B-2B0C-4D6C-9C57-0B6D6F3B9A11";

/** A machine whose calls pass a layer with these slots, and the timeline so far. */
function layered(slots: (pass: WSPPROC_TABLE) => Partial<WSPPROC_TABLE>) {
  const platform = memoryPlatform({ network: memoryNetwork(), log() {} });
  const lines: string[] = [];
  const journal = new Journal(
    () => platform.now(),
    (line) => void lines.push(line),
  );
  const machine = openMachine({ platform: observedPlatform(platform, journal) });
  const layer = defineLayer({ ProviderId: ID, name: "Own", attach: ({ pass }) => ({ slots: slots(pass) }) });
  machine.installModule("own.dll", layer);
  assert.equal(installLayer(machine.openProcess(), "own.dll", { ProviderId: ID, name: "Own" }), 0);
  observeMachine(machine, journal);
  const start = () => {
    const ws2 = machine.openProcess();
    assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
    return ws2;
  };
  const timeline = () => readTimeline(lines.join("\n"));
  const calls = (slot: string) =>
    timeline().events.filter((event): event is CallEvent => event.kind === "call" && event.slot === slot);
  return { machine, start, timeline, calls, lines };
}

describe("a timeline of other providers", () => {
  it("has a lane for a provider that is installed later", () => {
    const { machine, start, timeline } = layered(() => ({}));
    const late = { ProviderId: "6E9D5C7B-2B0C-4D6C-9C57-0B6D6F3B9B11", name: "Late" };
    machine.installModule("late.dll", defineLayer({ ...late, attach: () => ({}) }));
    assert.equal(installLayer(machine.openProcess(), "late.dll", late), 0);
    start().socket(AF_INET, SOCK_STREAM, 0);
    assert.deepEqual(timeline().lanes, ["late.dll", "own.dll", "mswsock.dll"]);
  });

  it("has a call that throws with its end, and later calls are not within it", () => {
    const { start, timeline, calls } = layered(() => ({
      WSPShutdown() {
        throw new Error("broken");
      },
    }));
    const ws2 = start();
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    ws2.shutdown(s, 2);
    ws2.closesocket(s);
    const [thrown] = calls("WSPShutdown");
    assert.deepInclude(thrown, { hasThrown: true, took: 0, result: null });
    assert.deepEqual(
      calls("WSPCloseSocket").map(({ depth }) => depth),
      [0, 1],
    );
    assert.deepEqual(timeline().lanes, ["own.dll", "mswsock.dll"]);
  });

  it("has one function in several slots by the name of each slot", () => {
    const refuse = (...args: unknown[]) => {
      (args[args.length - 1] as { value: number }).value = WSAEFAULT;
      return SOCKET_ERROR;
    };
    const names = SLOTS.filter((slot) => slot !== "WSPCleanup" && slot !== "WSPSocket");
    const { start, calls } = layered(
      () => Object.fromEntries(names.map((slot) => [slot, refuse])) as unknown as Partial<WSPPROC_TABLE>,
    );
    const ws2 = start();
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    ws2.connect(s, sockaddr_in("127.0.0.1", 7), 16);
    ws2.shutdown(s, 2);
    assert.deepEqual([calls("WSPConnect").length, calls("WSPShutdown").length, calls("WSPAccept").length], [1, 1, 0]);
  });

  it("has no operation for an overlapped call that is refused, and the code of one that is cancelled", () => {
    const { start, calls, machine } = layered(() => ({}));
    const ws2 = start();
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    const send = () => ws2.WSASend(s, [newWSABUF(new Uint8Array(1))], 1, null, 0, newWSAOVERLAPPED(), null);
    assert.deepEqual([send(), ws2.WSAGetLastError()], [SOCKET_ERROR, WSAENOTCONN]);
    assert.isTrue(calls("WSPSend").every(({ operation }) => operation === undefined));
    const d = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    ws2.bind(d, sockaddr_in("127.0.0.1", 7007), 16);
    ws2.WSARecv(d, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), newWSAOVERLAPPED(), null);
    ws2.closesocket(d);
    machine.turn();
    const codes = calls("WSPRecv").map(({ operation }) => operation?.code);
    assert.deepEqual(codes, [WSA_OPERATION_ABORTED, WSA_OPERATION_ABORTED]);
  });

  it("has the end of an operation that calls a completion routine", () => {
    const { start, calls } = layered(() => ({}));
    const ws2 = start();
    const [receiver, sender] = [ws2.socket(AF_INET, SOCK_DGRAM, 0), ws2.socket(AF_INET, SOCK_DGRAM, 0)];
    const to = sockaddr_in("127.0.0.1", 7007);
    ws2.bind(receiver, to, 16);
    let routines = 0;
    const buffers = [newWSABUF(new Uint8Array(9))];
    ws2.WSARecv(receiver, buffers, 1, null, ref(0), newWSAOVERLAPPED(), () => void routines++);
    ws2.sendto(sender, new Uint8Array(4), 4, 0, to, 16);
    ws2.WSASetEvent(ws2.WSACreateEvent() as never);
    ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent() as never], false, 10, true);
    assert.equal(routines, 1);
    assert.deepEqual(
      calls("WSPRecv").map(({ operation }) => operation?.bytes),
      [4, 4],
    );
  });

  it("keeps the order of lanes when another process calls during a wait", () => {
    const { start, timeline } = layered((pass) => ({
      WSPListen(...call) {
        other.socket(AF_INET, SOCK_STREAM, 0);
        return pass.WSPListen(...call);
      },
    }));
    const ws2 = start();
    const other = start();
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    ws2.bind(s, sockaddr_in("127.0.0.1", 7007), 16);
    ws2.listen(s, 1);
    assert.deepEqual(timeline().lanes, ["own.dll", "mswsock.dll"]);
  });

  it("asks no layer for addresses, and has a layer's own answers as no packets", () => {
    const { start, timeline, calls } = layered((pass) => ({
      WSPSend(...call) {
        const [, buffers, , bytes] = call;
        if (bytes === null) return pass.WSPSend(...call);
        bytes.value = buffers[0].len;
        return 0;
      },
    }));
    const ws2 = start();
    const [listener, client] = [ws2.socket(AF_INET, SOCK_STREAM, 0), ws2.socket(AF_INET, SOCK_STREAM, 0)];
    const name = sockaddr_in("127.0.0.1", 7007);
    ws2.bind(listener, name, 16);
    ws2.listen(listener, 1);
    ws2.connect(client, name, 16);
    assert.equal(ws2.send(client, new Uint8Array(5), 5, 0), 5);
    assert.deepEqual([calls("WSPGetPeerName").length, calls("WSPGetSockName").length], [0, 0]);
    assert.isTrue(packetsOf(pcapng(timeline())).every(({ text }) => text === ""));
  });

  it("writes datagrams between sockets that are bound to every address once", () => {
    const { start, timeline } = layered(() => ({}));
    const ws2 = start();
    const [a, b] = [5005, 5006].map((port) => {
      const s = ws2.socket(AF_INET, 0, 17);
      ws2.bind(s, sockaddr_in("0.0.0.0", port), 16);
      return s;
    });
    ws2.sendto(a, new Uint8Array(3), 3, 0, sockaddr_in("127.0.0.1", 5006), 16);
    ws2.recvfrom(b, new Uint8Array(9), 9, 0, new Uint8Array(16), ref(16));
    assert.lengthOf(packetsOf(pcapng(timeline())), 1);
  });

  it("has a connection over IPv6, and more than a segment holds", () => {
    const { start, timeline } = layered(() => ({}));
    const ws2 = start();
    const [listener, client] = [ws2.socket(23, SOCK_STREAM, 0), ws2.socket(23, SOCK_STREAM, 0)];
    const name = sockaddr_in6("::1", 7007);
    ws2.bind(listener, name, 28);
    ws2.listen(listener, 1);
    ws2.connect(client, name, 28);
    const sent = ws2.send(client, new Uint8Array(100_000), 100_000, 0);
    const sizes = readBlocks(pcapng(timeline()))
      .filter(({ type }) => type === 6)
      .map(({ body }) => new DataView(body.buffer, body.byteOffset).getUint32(12, true));
    assert.deepEqual(sizes.slice(0, 3), [60, 60, 60]);
    assert.equal(
      sizes.slice(3).reduce((sum, size) => sum + size - 60, 0),
      sent,
    );
  });
});
