/** A reader of pcapng that shares no code with the writer. */

export interface Block {
  readonly type: number;
  readonly body: Uint8Array;
}

export interface Packet {
  readonly hosts: readonly [from: string, to: string];
  readonly ports: readonly [from: number, to: number];
  /** The letters of the TCP flags; "" for a datagram. */
  readonly flags: string;
  readonly seq: number;
  readonly ack: number;
  readonly text: string;
  readonly comment: string;
  /** What the sums over the IP header and over the transport leave: 0 if they are right. */
  readonly checksums: readonly [number, number];
}

/** Splits a file into blocks. Throws if a block's two lengths differ, or if bytes are left over. */
export function readBlocks(file: Uint8Array): Block[] {
  const bytes = Buffer.from(file);
  const blocks: Block[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (length % 4 !== 0 || bytes.readUInt32LE(at + length - 4) !== length) throw new Error(`the block at ${at}`);
    blocks.push({ type: bytes.readUInt32LE(at), body: bytes.subarray(at + 8, at + length - 4) });
    at += length;
  }
  return blocks;
}

/** The packets of a file over IPv4. */
export function packetsOf(file: Uint8Array): Packet[] {
  return readBlocks(file)
    .filter(({ type }) => type === 6)
    .map(({ body }) => packetIn(Buffer.from(body)));
}

function packetIn(body: Buffer): Packet {
  const captured = body.readUInt32LE(12);
  const packet = body.subarray(20, 20 + captured);
  const options = body.subarray(20 + Math.ceil(captured / 4) * 4);
  const comment = options.subarray(4, 4 + options.readUInt16LE(2)).toString();
  const transport = packet.subarray(20);
  const isTcp = packet[9] === 6;
  const pseudo = Buffer.concat([
    packet.subarray(12, 20),
    Buffer.from([0, packet[9], transport.length >> 8, transport.length & 255]),
  ]);
  return {
    hosts: [[...packet.subarray(12, 16)].join("."), [...packet.subarray(16, 20)].join(".")],
    ports: [transport.readUInt16BE(0), transport.readUInt16BE(2)],
    flags: isTcp
      ? [..."FSRPA"]
          .filter((_, bit) => (transport[13] >> bit) & 1)
          .sort(byPlace)
          .join("")
      : "",
    seq: isTcp ? transport.readUInt32BE(4) : 0,
    ack: isTcp ? transport.readUInt32BE(8) : 0,
    text: transport.subarray(isTcp ? (transport[12] >> 4) * 4 : 8).toString("latin1"),
    comment,
    checksums: [sumOf(packet.subarray(0, 20)), sumOf(Buffer.concat([pseudo, transport]))],
  };
}

/** The order in which captures are usually printed: S, F, R, P, A. */
function byPlace(one: string, other: string): number {
  return "SFRPA".indexOf(one) - "SFRPA".indexOf(other);
}

function sumOf(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i] << 8) + (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}
