/** The thread of a node:tls server: it receives all of a connection, then answers one byte. */
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { parentPort, workerData } from "node:worker_threads";
import type { Identity } from "../../tls/certificates.js";

const { certificate: cert, key } = workerData as Identity;
const server = createServer({ cert, key, allowHalfOpen: true }, (socket) => {
  socket.on("error", () => {});
  socket.on("data", () => {});
  socket.on("end", () => socket.end(new Uint8Array(1)));
});
server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
