/**
 * The socket classes of ECMA-419, 2nd edition (June 2023): clauses "TCP socket", "TCP listener socket" and "UDP
 * socket", and the IO Class Pattern on which they build, over Winsock.
 *
 * ```ts
 * const { TCP } = ecma419(machine.openProcess());
 * new TCP({ address: "10.0.0.9", port: 80, onWritable() { this.write(request); }, onReadable() { this.read(); } });
 * ```
 */
import type { Ws2 } from "../ws2.js";
import { type ListenerOptions, Listening, type TcpListener } from "./listener.js";
import { Tcp, type TcpOptions, type TcpSocket } from "./tcp.js";
import { Udp, type UdpOptions, type UdpSocket } from "./udp.js";

export type { ByteBuffer } from "./io-class.js";
export type { ListenerOptions, TcpListener } from "./listener.js";
export type { Format, TcpOptions, TcpSocket, WriteOptions } from "./tcp.js";
export type { Packet, Sender, UdpOptions, UdpSocket } from "./udp.js";

/** The three classes over one Winsock. */
export interface Ecma419 {
  readonly TCP: new (options: TcpOptions) => TcpSocket;
  readonly Listener: new (options: ListenerOptions) => TcpListener;
  readonly UDP: new (options: UdpOptions) => UdpSocket;
}

/** The classes, over a process's Winsock. */
export function ecma419(ws2: Ws2): Ecma419 {
  class TCP extends Tcp {
    constructor(options: TcpOptions) {
      super(ws2, options);
    }
  }
  class Listener extends Listening {
    constructor(options: ListenerOptions) {
      super(ws2, options, (from) => new TCP({ from: from as never }));
    }
  }
  class UDP extends Udp {
    constructor(options: UdpOptions) {
      super(ws2, options);
    }
  }
  return { TCP: TCP as never, Listener: Listener as never, UDP: UDP as never };
}
