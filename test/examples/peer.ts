import type { Machine } from "@ws2kit/core";
import { type MemoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  MAKEWORD,
  newWSADATA,
  newWSANETWORKEVENTS,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-ce";
import { assert } from "chai";
import { DESKTOP } from "../fixture/systems.js";

/** What a peer does with a connection: the text that has arrived, or `null` at its end. */
export type Heard = (connection: Connection, text: string | null) => void;

/** One end of a connection, in callbacks. */
export interface Connection {
  say(text: string): void;
  close(): void;
}

/** Another machine on the network of an example. It acts in callbacks, as the example blocks. */
export class Peer {
  readonly #ws2;

  constructor(network: MemoryNetwork, host: string) {
    const platform = memoryPlatform({ network, host });
    const machine = DESKTOP.openMachine({ platform }) as Machine<Ws2>;
    // a routine that comes due in a turn runs in the next one
    platform.onArrival(() => {
      while (machine.turn() === 0);
    });
    this.#ws2 = machine.openProcess();
    assert.equal(this.#ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
  }

  /** Listens on a port. */
  serve(port: number, heard: Heard): void {
    const ws2 = this.#ws2;
    const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
    assert.equal(ws2.bind(listener, sockaddr_in(0, port), 16), 0);
    assert.equal(ws2.listen(listener, 5), 0);
    this.#onEvents(listener, FD_ACCEPT, () => this.#serveConnection(ws2.accept(listener, null, null), heard));
  }

  /** Connects after a time, and then sends a text. */
  call(ms: number, host: string, port: number, heard: Heard, begin: (connection: Connection) => void): void {
    const ws2 = this.#ws2;
    ws2.after(ms, () => {
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      this.#onEvents(s, FD_CONNECT, () => begin(this.#serveConnection(s, heard)));
      ws2.connect(s, sockaddr_in(host, port), 16);
    });
  }

  /** Connects after a time, and never reads. */
  connectDeaf(ms: number, host: string, port: number): void {
    const ws2 = this.#ws2;
    ws2.after(ms, () => {
      const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
      this.#onEvents(s, FD_CONNECT, () => {});
      ws2.connect(s, sockaddr_in(host, port), 16);
    });
  }

  /** Acts after a time. */
  after(ms: number, act: () => void): void {
    this.#ws2.after(ms, act);
  }

  #serveConnection(s: SOCKET, heard: Heard): Connection {
    const ws2 = this.#ws2;
    const connection: Connection = {
      say: (text) => void ws2.send(s, Buffer.from(text, "latin1"), text.length, 0),
      close: () => void ws2.closesocket(s),
    };
    const chunk = Buffer.alloc(4096);
    this.#onEvents(s, FD_READ | FD_CLOSE, (events) => {
      const received = ws2.recv(s, chunk, chunk.length, 0);
      if (received > 0) heard(connection, chunk.toString("latin1", 0, received));
      else if ((events & FD_CLOSE) !== 0) heard(connection, null);
    });
    return connection;
  }

  #onEvents(s: SOCKET, mask: number, act: (events: number) => void): void {
    const ws2 = this.#ws2;
    const event = ws2.WSACreateEvent();
    assert.equal(ws2.WSAEventSelect(s, event, mask), 0);
    ws2.onSignal(event, () => {
      const { lNetworkEvents } = networkEvents(ws2, s, event);
      if (lNetworkEvents !== 0) act(lNetworkEvents);
    });
  }
}

function networkEvents(ws2: Pick<Ws2, "WSAEnumNetworkEvents">, s: SOCKET, event: number) {
  const events = newWSANETWORKEVENTS();
  ws2.WSAEnumNetworkEvents(s, event as never, events);
  return events;
}
