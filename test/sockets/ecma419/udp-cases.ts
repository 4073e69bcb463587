import type { Packet, Sender, UdpSocket } from "@ws2kit/sockets/ecma419";
import { bytes, type Case, equal, type Place, text, throws } from "./place.js";

/** Sends packets from `near` to a socket of `far`; `act` reads them there, and calls `done`. */
function send(
  place: Place,
  packets: readonly string[],
  act: (socket: UdpSocket, done: () => void) => void,
): Promise<void> {
  const { near, far, address } = place;
  return new Promise((resolve, reject) => {
    const sender = new near.UDP({});
    const receiver = new far.UDP({
      onReadable(count) {
        try {
          equal(count, 1, "the number of packets");
          act(this, () => {
            this.close();
            sender.close();
            resolve();
          });
        } catch (error) {
          reject(error);
        }
      },
      onError: () => reject(new Error("onError was called")),
    });
    for (const packet of packets) sender.write(bytes(packet), address, receiver.port);
  });
}

export const UDP_CASES: readonly Case[] = [
  {
    name: "constructor options: none is required; ranges; timeToLive is required for multicast",
    run({ near }) {
      const socket = new near.UDP({ target: "t" });
      equal([socket.format, socket.target, socket.port > 0], ["buffer", "t", true], "what it has");
      throws(() => new near.UDP({ port: socket.port }), Error, "a port that is in use");
      const wrong: readonly object[] = [
        { port: -1 },
        { port: 65_536 },
        { format: "number" },
        { multicast: "239.1.2.3" },
        { multicast: "239.1.2.3", timeToLive: 0 },
        { multicast: "239.1.2.3", timeToLive: 256 },
      ];
      for (const options of wrong) throws(() => new near.UDP(options), RangeError, JSON.stringify(options));
      throws(() => new near.UDP({ multicast: "10.1.2.3", timeToLive: 1 }), Error, "an address that is no group's");
      throws(
        () => {
          socket.format = "number" as never;
        },
        RangeError,
        "another format",
      );
      equal(socket.read() === undefined, true, "read before a packet");
      socket.close();
    },
  },
  {
    name: "read: one complete packet, with the sender's address and port",
    async run(place) {
      const heard: string[] = [];
      await send(place, ["a", "", "bcd"], (socket, done) => {
        const packet = socket.read() as Packet;
        equal(packet instanceof ArrayBuffer, true, "whether it is an ArrayBuffer");
        equal([typeof packet.address, packet.port > 0], ["string", true], "the sender");
        equal(socket.read() === undefined, true, "a second read");
        heard.push(text(packet));
        if (heard.length === 3) done();
      });
      equal(heard, ["a", "", "bcd"], "what arrived");
    },
  },
  {
    name: "read(buffer): the number of bytes; the sender at the buffer; a buffer that is too small throws",
    async run(place) {
      await send(place, ["packet"], (socket, done) => {
        throws(() => socket.read(new Uint8Array(5)), RangeError, "a buffer that is too small");
        throws(() => socket.read("buffer" as never), TypeError, "what is no buffer");
        const room = new Uint8Array(8);
        equal([socket.read(room), text(room.slice(0, 6)), room[6]], [6, "packet", 0], "what it has read");
        const { address, port } = room as Uint8Array & Partial<Sender>;
        equal([typeof address, (port ?? 0) > 0], ["string", true], "the sender");
        done();
      });
    },
  },
  {
    name: "write(buffer, address, port): an answer to the sender; what is no buffer, address or port throws",
    async run({ near, far, address }) {
      await new Promise<void>((resolve, reject) => {
        const server = new far.UDP({
          onReadable() {
            const packet = this.read() as Packet;
            this.write(packet, packet.address, packet.port);
          },
        });
        const client = new near.UDP({
          onReadable() {
            try {
              const answer = this.read() as Packet;
              equal([text(answer), answer.address, answer.port], ["echo", address, server.port], "the answer");
              server.close();
              this.close();
              this.close();
              throws(() => this.read(), Error, "read after close");
              throws(() => this.write(bytes("x"), address, 7), Error, "write after close");
              throws(() => this.port, Error, "port after close");
              resolve();
            } catch (error) {
              reject(error);
            }
          },
        });
        for (const port of [-1, 65_536, undefined as never]) {
          throws(() => client.write(bytes("x"), address, port), RangeError, `the port ${port}`);
        }
        throws(() => client.write(bytes("x"), 7 as never, 7), TypeError, "an address that is no text");
        throws(() => client.write("x" as never, address, 7), TypeError, "what is no buffer");
        client.write(new DataView(bytes("..echo..").buffer as ArrayBuffer, 2, 4), address, server.port);
      });
    },
  },
];
