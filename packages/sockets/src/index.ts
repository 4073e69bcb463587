/**
 * Sockets as promises, over the Winsock of any target: over every provider and every chain, in every engine. The host
 * runs the machine's turns and the engine's jobs; nothing here blocks, and nothing polls.
 *
 * ```ts
 * import { connect } from "@ws2kit/sockets";
 *
 * export default async function main(machine: Machine) {
 *   const connection = await connect(machine.openProcess(), { host: "10.0.0.9", port: 80, timeout: 5000 });
 *   await connection.write(request);
 *   for await (const bytes of connection) machine.platform.log(bytes.length);
 *   await connection.close();
 * }
 * ```
 *
 * Every failure is a `WinsockError`. `text`, `time`, `console`, `explain` and `ecma419` are entries besides this one,
 * in a program only where it imports them.
 */
export { Cancellation } from "./cancellation.js";
export { type ConnectOptions, connect } from "./connect.js";
export { Connection, type UntilLimits } from "./connection.js";
export { type Datagram, type DatagramOptions, DatagramSocket, openDatagram } from "./datagram.js";
export type { CancelSignal, Limits } from "./limit.js";
export { Listener, type ListenOptions, listen } from "./listen.js";
export type { Address } from "./open-socket.js";
export type { Endpoint, Lookup } from "./resolve.js";
export { WinsockError } from "./winsock-error.js";
export type { Ws2 } from "./ws2.js";
