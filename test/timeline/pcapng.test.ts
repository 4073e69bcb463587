import { ref, sockaddr_in } from "@ws2kit/spi";
import { pcapng, readTimeline } from "@ws2kit/timeline/convert";
import { assert } from "chai";
import { converse, observedMachine, SYSTEMS } from "./observed.js";
import { packetsOf, readBlocks } from "./read-pcapng.js";

const [desktop] = SYSTEMS;

function capture(run: (ws2: ReturnType<typeof observedMachine>["ws2"]) => void, options = {}): Uint8Array {
  const { ws2, text } = observedMachine(desktop);
  run(ws2);
  return pcapng(readTimeline(text()), options);
}

describe("pcapng", () => {
  it("consists of whole blocks: a section, an interface, packets", () => {
    const types = readBlocks(capture(converse)).map(({ type }) => type);
    assert.deepEqual(types.slice(0, 3), [0x0a0d0d0a, 1, 6]);
    assert.isTrue(types.slice(2).every((type) => type === 6));
  });

  it("has a connection once where both ends are in the timeline: opened, its bytes each way, ended", () => {
    const packets = packetsOf(capture(converse)).filter(({ ports }) => ports.includes(7007));
    assert.deepEqual(
      packets.map(({ flags, text }) => [flags, text]),
      [
        ["S", ""],
        ["SA", ""],
        ["A", ""],
        ["PA", "hello"],
        ["PA", "welcome"],
        ["FA", ""],
        ["FA", ""],
      ],
    );
    const next = new Map<number, number>();
    for (const { ports, seq, ack, flags, text } of packets) {
      assert.equal(seq, next.get(ports[0]) ?? 0, `the sequence number of ${flags}`);
      if (flags.includes("A")) assert.equal(ack, next.get(ports[1]), `the acknowledgement of ${flags}`);
      next.set(ports[0], seq + text.length + (/[SF]/.test(flags) ? 1 : 0));
    }
  });

  it("has a refused connection as a reset, and the process, the socket and the call of each packet", () => {
    const refused = packetsOf(capture(converse)).filter(({ ports }) => ports.includes(9));
    assert.deepEqual(
      refused.map(({ flags }) => flags),
      ["S", "RA"],
    );
    assert.match(refused[0].comment, /^process \d+, socket \d+, \S+: WSPConnect$/);
  });

  it("begins anew where a refused connection is repeated, and is established", () => {
    const file = capture((ws2) => {
      const [client, listener] = [ws2.socket(2, 1, 0), ws2.socket(2, 1, 0)];
      const name = sockaddr_in("127.0.0.1", 7007);
      ws2.bind(client, sockaddr_in("127.0.0.1", 6006), 16);
      ws2.connect(client, name, 16);
      ws2.bind(listener, name, 16);
      ws2.listen(listener, 1);
      ws2.connect(client, name, 16);
    });
    const packets = packetsOf(file).map(({ flags, seq }) => [flags, seq]);
    assert.deepEqual(packets, [
      ["S", 0],
      ["RA", 0],
      ["S", 0],
      ["SA", 0],
      ["A", 1],
    ]);
  });

  it("has datagrams with their addresses, and right checksums everywhere", () => {
    const file = capture((ws2) => {
      const [s, receiver] = [ws2.socket(2, 2, 0), ws2.socket(2, 2, 0)];
      const to = sockaddr_in("127.0.0.1", 5005);
      ws2.bind(receiver, to, 16);
      ws2.sendto(s, new TextEncoder().encode("odd"), 3, 0, to, 16);
      ws2.recvfrom(receiver, new Uint8Array(9), 9, 0, new Uint8Array(16), ref(16));
      converse(ws2);
    });
    const packets = packetsOf(file);
    const datagrams = packets.filter(({ flags }) => flags === "");
    assert.deepEqual(
      datagrams.map(({ ports, text, hosts }) => [ports[1], text, hosts]),
      [[5005, "odd", ["127.0.0.1", "127.0.0.1"]]],
    );
    for (const { checksums } of packets) assert.deepEqual(checksums, [0, 0]);
  });

  it("has the secrets of TLS, and the names of hosts, where they are known", () => {
    const names = (ws2: ReturnType<typeof observedMachine>["ws2"]) => {
      ws2.getaddrinfo("broker", null, null, ref(null));
      converse(ws2);
    };
    const blocks = readBlocks(capture(names, { secrets: "CLIENT_RANDOM 00 11\n" }));
    const text = (type: number) => new TextDecoder("latin1").decode(blocks.find((block) => block.type === type)?.body);
    assert.include(text(10), "CLIENT_RANDOM 00 11\n");
    assert.include(text(4), "\xc0\x00\x02\x07broker\0");
  });
});
