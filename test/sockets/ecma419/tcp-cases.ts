import type { Format, TcpListener, TcpSocket } from "@ws2kit/sockets/ecma419";
import { IPPROTO_TCP, SO_KEEPALIVE, SOL_SOCKET, TCP_KEEPALIVE, TCP_NODELAY } from "@ws2kit/spi";
import { bytes, type Case, equal, optionOf, type Place, text, throws } from "./place.js";

/** A listener that passes its first connection to `act`, and closes. */
function accept({ far }: Place, act: (socket: TcpSocket, listener: TcpListener) => void): TcpListener {
  return new far.Listener({
    port: 0,
    onReadable() {
      act(this.read() as TcpSocket, this);
      this.close();
    },
  });
}

/** A listener whose first connection sends a text, and ends. */
function serve(place: Place, sent: string): TcpListener {
  return accept(place, (from) => {
    new place.far.TCP({
      from,
      onWritable() {
        this.write(bytes(sent));
        this.close();
      },
    });
  });
}

/** Runs `act` until it calls `done`; what its callbacks throw is the case's failure. */
function until(act: (done: () => void, guard: <T>(step: () => T) => T) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act(resolve, (step) => {
      try {
        return step();
      } catch (error) {
        reject(error);
        throw error;
      }
    });
  });
}

export const TCP_CASES: readonly Case[] = [
  {
    name: "constructor options: address and port are required unless from is given; their ranges",
    run({ near }) {
      const wrong: readonly object[] = [
        {},
        { address: "10.0.0.2" },
        { port: 80 },
        { address: "10.0.0.2", port: 65_536 },
        { address: "10.0.0.2", port: -1 },
        { address: "10.0.0.2", port: 1.5 },
        { address: "10.0.0.2", port: 80, format: "text" },
        { address: "10.0.0.2", port: 80, keepAlive: -1 },
        { address: "10.0.0.2", port: 80, keepAlive: Number.NaN },
      ];
      for (const options of wrong) throws(() => new near.TCP(options), RangeError, JSON.stringify(options));
      throws(() => new near.TCP(undefined as never), TypeError, "no options");
      throws(() => new near.TCP({ from: {} as never }), TypeError, "from");
      const callback = { address: "10.0.0.2", port: 80, onReadable: 1 };
      throws(() => new near.TCP(callback as never), TypeError, "a callback that is no function");
    },
  },
  {
    name: "Base Class Pattern: target, callbacks have the instance as this, and are not called in the constructor",
    async run(place) {
      const { near, address } = place;
      const { port } = serve(place, "hello");
      const target = { name: "anything" };
      let isMade = false;
      await until((done, guard) => {
        const socket = new near.TCP({
          address,
          port,
          target,
          onWritable() {
            guard(() => equal([this === socket, isMade, this.target === target], [true, true, true], "onWritable"));
          },
          onReadable(count) {
            guard(() => equal([this === socket, count], [true, 5], "onReadable"));
            this.close();
            done();
          },
        });
        isMade = true;
        equal("target" in new near.TCP({ address, port, onError: null }), false, "a target that is not given");
      });
    },
  },
  {
    name: "close: it may be called twice, no callback follows, and everything else throws",
    async run(place) {
      const { near, far, address } = place;
      const listener = new far.Listener({ port: 0 });
      await until((done, guard) => {
        new near.TCP({
          address,
          port: listener.port,
          onWritable() {
            guard(() => {
              this.close();
              this.close();
              throws(() => this.read(), Error, "read");
              throws(() => this.write(bytes("x")), Error, "write");
            });
            listener.close();
            done();
          },
          onError: () => guard(() => equal("onError", "nothing", "what was called after close")),
        });
      });
    },
  },
  {
    name: "onWritable: first when the connection stands; write before throws; write returns the writable count",
    async run(place) {
      const { near, address } = place;
      const { port } = accept(place, (from) => from.close());
      await until((done, guard) => {
        const counts: number[] = [];
        const socket = new near.TCP({
          address,
          port,
          onWritable(room) {
            counts.push(room);
            guard(() => {
              if (counts.length > 1) return equal(counts[1], counts[0], "the room once all has gone");
              equal(this.write(bytes("four")), room - 4, "the count after four bytes");
              equal(this.write(bytes("six..."), { more: true, byteLength: 9 }), room - 10, "after six more");
              equal(this.write(bytes("end")), room - 13, "after three more");
              throws(() => this.write(new Uint8Array(room)), Error, "a write without room");
            });
          },
          onError: () => done(),
        });
        throws(() => socket.write(bytes("early")), Error, "a write before the connection stands");
      });
    },
  },
  {
    name: "read: without data undefined, a count at most, a buffer as far as there is data, a new buffer of the rest",
    async run(place) {
      const { near, address } = place;
      const { port } = serve(place, "abcdefgh");
      await until((done, guard) => {
        const socket = new near.TCP({
          address,
          port,
          onReadable() {
            guard(() => {
              equal(text(this.read(2)), "ab", "two bytes");
              const room = new Uint8Array(5);
              equal([this.read(room.subarray(1, 4)), ...room], [3, 0, 99, 100, 101, 0], "a view");
              equal(text(this.read()), "fgh", "the rest");
              for (const nothing of [this.read(), this.read(1), this.read(room)]) {
                equal(nothing === undefined, true, "nothing is there");
              }
              for (const count of [0, -1, 1.5, Number.NaN])
                throws(() => this.read(count), RangeError, `read(${count})`);
              throws(() => this.read("2" as never), TypeError, "read of a text");
              this.close();
            });
            done();
          },
        });
        equal(socket.read() === undefined, true, "before the connection stands");
      });
    },
  },
  {
    name: "format: a byte at a time, or buffers; a format that is not known is refused and changes nothing",
    async run(place) {
      const { near, address } = place;
      const { port } = serve(place, "abc");
      await until((done, guard) => {
        new near.TCP({
          address,
          port,
          format: "number",
          onWritable() {
            guard(() => {
              equal(this.format, "number", "the format");
              this.write(7);
              for (const wrong of [256, -1, 1.5, bytes("x")]) {
                throws(() => this.write(wrong), RangeError, `write(${wrong})`);
              }
              throws(
                () => {
                  this.format = "text" as Format;
                },
                RangeError,
                "a format that is not known",
              );
              equal(this.format, "number", "the format afterwards");
            });
          },
          onReadable() {
            guard(() => {
              equal(this.read(), 97, "a byte");
              this.format = "buffer";
              equal(text(this.read()), "bc", "a buffer");
              for (const wrong of ["bc", 7, undefined]) {
                throws(() => this.write(wrong as never), TypeError, `write(${wrong})`);
              }
              this.close();
            });
            done();
          },
        });
      });
    },
  },
  {
    name: "write: ArrayBuffers and views, of which the bytes in view go out; what is read outside a callback",
    async run(place) {
      const { near, far, address } = place;
      let heard = "";
      await until((done) => {
        const listener = accept(place, (from) => {
          new far.TCP({
            from,
            onReadable() {
              heard += text(this.read());
            },
            onError: () => done(),
          });
        });
        new near.TCP({
          address,
          port: listener.port,
          onWritable() {
            const buffer = bytes("..view..").buffer as ArrayBuffer;
            this.write(new DataView(buffer, 2, 4));
            this.write(buffer.slice(0, 2));
            this.write(new Uint16Array(buffer, 6, 1));
            this.close();
          },
        });
      });
      equal(heard, "view....", "what arrived");
    },
  },
  {
    name: "onReadable: again for data that arrives later, and for data of a read that has left some",
    async run(place) {
      const { near, far, address } = place;
      const words: string[] = [];
      await until((done) => {
        const { port } = accept(place, (from) => {
          let isFirst = true;
          const server: TcpSocket = new far.TCP({
            from,
            onWritable() {
              if (isFirst) this.write(bytes("one"));
              isFirst = false;
            },
            onReadable() {
              this.read();
              this.write(bytes("two"));
            },
            onError: () => server.close(),
          });
        });
        const socket: TcpSocket = new near.TCP({
          address,
          port,
          onReadable() {
            words.push(text(this.read(1)));
            // the rest, outside of the callback
            Promise.resolve().then(() => {
              words.push(text(socket.read()));
              if (words.length === 2) socket.write(bytes("?"));
              else {
                socket.close();
                done();
              }
            });
          },
        });
      });
      equal(words, ["o", "ne", "t", "wo"], "what was read");
    },
  },
  {
    name: "onWritable: a program that writes in each callback leaves the other sockets their turns",
    async run(place) {
      const { near, far, address } = place;
      await until((done) => {
        const { port } = accept(place, (from) => {
          new far.TCP({
            from,
            onReadable() {
              this.close();
              done();
            },
          });
        });
        new near.TCP({
          address,
          port,
          onWritable() {
            this.write(bytes("more"));
          },
        });
      });
    },
  },
  {
    name: "onError: a refused connection; an end of the peer, after which the instance cannot be used",
    async run(place) {
      const { near, far, address } = place;
      const listener = new far.Listener({ port: 0 });
      const { port } = listener;
      listener.close();
      await until((done) => void new near.TCP({ address, port, onError: () => done() }));
      const end = accept(place, (from) => from.close());
      await until((done, guard) => {
        const socket: TcpSocket = new near.TCP({
          address,
          port: end.port,
          onError() {
            guard(() => throws(() => socket.read(), Error, "read after onError"));
            done();
          },
        });
      });
    },
  },
  {
    name: "from: the connection and what it has received are the new instance's; the old one is closed",
    async run(place) {
      const { near, far, address } = place;
      const { port } = accept(place, (from) => {
        new far.TCP({
          from,
          onReadable() {
            const first = text(this.read(1));
            // with one byte read, and the rest held
            new far.TCP({
              from: this,
              // both are ignored
              address: "nowhere",
              port: -1,
              onReadable() {
                this.write(bytes(`${first}+${text(this.read())}`));
                this.close();
              },
            });
            throws(() => this.read(), Error, "the instance that was passed on");
            throws(() => new far.TCP({ from: this }), Error, "passing it on again");
          },
        });
      });
      await until((done, guard) => {
        let isFirst = true;
        new near.TCP({
          address,
          port,
          onWritable() {
            if (isFirst) this.write(bytes("table"));
            isFirst = false;
          },
          onReadable() {
            guard(() => equal(text(this.read()), "t+able", "the answer"));
            this.close();
            done();
          },
        });
      });
    },
  },
  {
    name: "remoteAddress and remotePort: undefined until the connection stands",
    async run(place) {
      const { near, far, address } = place;
      const listener = new far.Listener({ port: 0 });
      const { port } = listener;
      await until((done, guard) => {
        const socket = new near.TCP({
          address,
          port,
          onWritable() {
            guard(() => equal([this.remoteAddress, this.remotePort], [address, port], "the peer"));
            this.close();
            done();
          },
        });
        equal([socket.remoteAddress ?? null, socket.remotePort ?? null], [null, null], "before it stands");
      });
      listener.close();
    },
  },
  {
    name: "noDelay and keepAlive: off unless asked for; the interval in milliseconds",
    async run(place) {
      const { near, far, address } = place;
      for (const [options, noDelay, keepAlive] of [
        [{}, 0, 0],
        [{ noDelay: true }, 1, 0],
        [{ noDelay: false, keepAlive: 4500 }, 0, 1],
      ] as const) {
        const listener = new far.Listener({ port: 0 });
        await until((done, guard) => {
          new near.TCP({
            address,
            port: listener.port,
            ...options,
            onWritable() {
              guard(() => {
                equal(optionOf(place, this, IPPROTO_TCP, TCP_NODELAY), noDelay, "TCP_NODELAY");
                equal(optionOf(place, this, SOL_SOCKET, SO_KEEPALIVE), keepAlive, "SO_KEEPALIVE");
                const seconds = optionOf(place, this, IPPROTO_TCP, TCP_KEEPALIVE);
                if (keepAlive === 1 && seconds !== null) equal(seconds, 5, "the interval in seconds, rounded up");
              });
              this.close();
              done();
            },
          });
        });
        listener.close();
      }
    },
  },
];
