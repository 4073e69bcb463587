import { FIONBIO, ref, type SOCKET, sockaddr_in, type WSAEVENT } from "@ws2kit/spi";
import { connectFrom, type Pair } from "./pairs.js";
import type { Program } from "./program.js";

/** Non-blocking sockets of one program, in the states that calls need. Each is made when it is first used. */
export class Cast {
  #listener: SOCKET | null = null;
  #pair: Pair | null = null;
  #datagram: SOCKET | null = null;
  #event: WSAEVENT | null = null;

  constructor(readonly program: Program) {}

  /** A new stream in its first state, on each use. */
  get idle(): SOCKET {
    return this.#unblocked(this.program.stream());
  }

  get listener(): SOCKET {
    this.#listener ??= this.#unblocked(this.program.listener().s);
    return this.#listener;
  }

  /** A connected stream. */
  get stream(): SOCKET {
    if (this.#pair === null) {
      this.#pair = connectFrom(this.program, this.program);
      this.#unblocked(this.#pair.s);
    }
    return this.#pair.s;
  }

  /** A bound datagram socket. */
  get datagram(): SOCKET {
    this.#datagram ??= this.#unblocked(this.program.boundDatagram().s);
    return this.#datagram;
  }

  /** The address of `datagram`. */
  get datagramName(): Uint8Array {
    return sockaddr_in("127.0.0.1", this.program.portOf(this.datagram));
  }

  /** The address of `listener`. */
  get listenerName(): Uint8Array {
    return sockaddr_in("127.0.0.1", this.program.portOf(this.listener));
  }

  get event(): WSAEVENT {
    this.#event ??= this.program.ws2.WSACreateEvent();
    return this.#event;
  }

  #unblocked(s: SOCKET): SOCKET {
    this.program.must(this.program.ws2.ioctlsocket(s, FIONBIO, ref(1)));
    return s;
  }
}
