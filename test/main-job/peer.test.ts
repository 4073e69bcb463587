import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { runPeer } from "@ws2kit/example-echo/peer-process";
import { assert } from "chai";

/** Echo servers of Node's, each with a fault that a firmware might have. */
async function servers(onChunk: (chunk: Buffer) => Buffer, onDatagram: (bytes: Buffer, n: number) => Buffer[]) {
  const tcp = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => socket.write(onChunk(chunk as Buffer)));
  });
  tcp.listen(0, "127.0.0.1");
  await once(tcp, "listening");
  const udp = createSocket("udp4");
  let n = 0;
  udp.on("message", (bytes, from) => {
    for (const answer of onDatagram(bytes, n++)) udp.send(answer, from.port, from.address);
  });
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const close = () => {
    tcp.close();
    udp.close();
  };
  return { tcpPort: (tcp.address() as AddressInfo).port, udpPort: udp.address().port, close };
}

const workload = { bytes: 100_001, connections: 4, datagrams: 50, window: 16 };
const same = (bytes: Buffer) => bytes;
const echoed = (bytes: Buffer) => [bytes];

describe("main job: the peer", () => {
  async function run(onChunk: typeof same, onDatagram: (bytes: Buffer, n: number) => Buffer[]) {
    const { tcpPort, udpPort, close } = await servers(onChunk, onDatagram);
    try {
      return await runPeer({ tcpPort, udpPort, workload }, () => {}, new AbortController().signal);
    } finally {
      close();
    }
  }
  async function failure(onChunk: typeof same, onDatagram: (bytes: Buffer, n: number) => Buffer[]) {
    return run(onChunk, onDatagram).then(
      () => "it was content",
      (error: Error) => error.message,
    );
  }

  it("accepts an echo of every byte", async () => {
    const { bytes, datagrams, resent } = await run(same, echoed);
    assert.isAbove(bytes, workload.bytes);
    assert.deepEqual({ datagrams, resent }, { datagrams: 50, resent: 0 });
  });

  it("sends lost datagrams again, and ignores an answer that arrives twice", async () => {
    const { datagrams, resent } = await run(same, (bytes, n) => (n === 3 ? [] : [bytes, bytes]));
    assert.deepEqual({ datagrams, resent }, { datagrams: 50, resent: 1 });
  });

  it("reports one wrong byte of a stream", async () => {
    const flip = (chunk: Buffer) => {
      chunk[chunk.length - 1] ^= 1;
      return chunk;
    };
    assert.match(await failure(flip, echoed), /^a connection: byte \d+ came back as 0x.., and 0x.. was sent$/);
  });

  it("reports a byte too many", async () => {
    const more = (chunk: Buffer) => Buffer.concat([chunk, Buffer.of(0)]);
    assert.match(await failure(more, echoed), /^a connection: /);
  });

  it("reports one wrong byte of a datagram, and a datagram that is cut short", async () => {
    const flip = (bytes: Buffer, n: number) => {
      if (n === 20) bytes[bytes.length - 1] ^= 1;
      return [bytes];
    };
    assert.match(await failure(same, flip), /^datagram \d+: byte \d+ came back as/);
    const cut = (bytes: Buffer, n: number) => [n === 20 ? bytes.subarray(0, -1) : bytes];
    assert.match(await failure(same, cut), /^datagram \d+: \d+ bytes came back where \d+ were sent$/);
  });
});
