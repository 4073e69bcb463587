import type { TcpSocket } from "@ws2kit/sockets/ecma419";
import { type Case, equal, throws } from "./place.js";

export const LISTENER_CASES: readonly Case[] = [
  {
    name: "constructor options: the port is 0 unless given, and then a free one; ranges; a port that is in use",
    run({ near }) {
      const first = new near.Listener({});
      equal(first.port > 0, true, "whether a port was chosen");
      throws(() => new near.Listener({ port: first.port }), Error, "a port that is in use");
      for (const port of [-1, 65_536, 1.5, "80" as never]) {
        throws(() => new near.Listener({ port }), RangeError, `the port ${port}`);
      }
      throws(() => new near.Listener({ format: "buffer" as never }), RangeError, "a format that is not known");
      throws(() => new near.Listener({ onReadable: {} as never }), TypeError, "a callback that is no function");
      first.close();
    },
  },
  {
    name: "format: socket/tcp alone; write is not supported",
    run({ near }) {
      const listener = new near.Listener({ format: "socket/tcp", target: 7 });
      equal([listener.format, listener.target], ["socket/tcp", 7], "format and target");
      throws(
        () => {
          listener.format = "buffer" as never;
        },
        RangeError,
        "another format",
      );
      throws(() => listener.write(), Error, "write");
      listener.close();
    },
  },
  {
    name: "onReadable: how many connections wait; read returns each once, a TCP without callbacks, then undefined",
    async run({ near, far, address }) {
      const counts: number[] = [];
      const accepted: TcpSocket[] = [];
      let isInstance = true;
      await new Promise<void>((resolve) => {
        const listener = new far.Listener({
          onReadable(requests) {
            counts.push(requests);
            // the first waits until the second has come
            if (counts.length < 2) return;
            for (let one = this.read(); one !== undefined; one = this.read()) accepted.push(one);
            isInstance = accepted.every((one) => one instanceof far.TCP);
            this.close();
            resolve();
          },
        });
        for (let n = 0; n < 2; n++) new near.TCP({ address, port: listener.port });
      });
      equal([counts, accepted.length, isInstance], [[1, 2], 2, true], "what came");
      equal(accepted[0].remoteAddress !== undefined, true, "whether the connection stands already");
      for (const one of accepted) one.close();
    },
  },
  {
    name: "close: it may be called twice, and everything else throws; a connection that was not read is reset",
    async run({ near, far, address }) {
      await new Promise<void>((resolve) => {
        const listener = new far.Listener({
          onReadable() {
            this.close();
            this.close();
            throws(() => this.read(), Error, "read");
            throws(() => this.port, Error, "port");
          },
        });
        new near.TCP({ address, port: listener.port, onError: () => resolve() });
      });
    },
  },
];
