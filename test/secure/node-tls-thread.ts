/** The thread of a `node:tls` peer: it serves one client, or makes one call, for each order. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { connect, createServer } from "node:tls";
import { parentPort } from "node:worker_threads";
import type { Identity } from "../tls/certificates.js";
import type { TlsVersion } from "./tls-peer.js";

export type PeerOrder =
  | {
      readonly kind: "serve";
      readonly identity: Identity;
      readonly version: TlsVersion;
      readonly payload: Uint8Array;
    }
  | {
      readonly kind: "call";
      readonly port: number;
      readonly version: TlsVersion;
      readonly trust: string;
      readonly payload: Uint8Array;
    };

export type PeerNews =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "received"; readonly bytes: Uint8Array }
  | { readonly kind: "failed"; readonly why: string };

const versions = (version: TlsVersion) => ({ minVersion: `TLSv${version}`, maxVersion: `TLSv${version}` }) as const;

async function run(order: PeerOrder): Promise<PeerNews> {
  if (order.kind === "serve") {
    const { certificate: cert, key } = order.identity;
    const server = createServer({ cert, key, ...versions(order.version) }, (socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(order.payload));
      server.close();
    });
    server.on("tlsClientError", () => server.close());
    await once(server.listen(0, "127.0.0.1"), "listening");
    return { kind: "listening", port: (server.address() as AddressInfo).port };
  }
  const { port, trust: ca, payload } = order;
  const name = "device.test";
  const socket = connect({ host: "127.0.0.1", port, ca, servername: name, ...versions(order.version) });
  await once(socket, "secureConnect");
  socket.write(payload);
  return { kind: "received", bytes: await buffer(socket) };
}

parentPort?.on("message", (order: PeerOrder) => {
  run(order).then(
    (news) => parentPort?.postMessage(news),
    (error) => parentPort?.postMessage({ kind: "failed", why: String(error) } satisfies PeerNews),
  );
});
