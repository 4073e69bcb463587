import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { PeerNews, PeerOrder } from "./node-tls-thread.js";
import type { TlsPeer } from "./tls-peer.js";

/** `node:tls` on a thread of its own. */
export async function nodeTls(): Promise<TlsPeer> {
  const thread = new Worker(new URL("./node-tls-thread.js", import.meta.url));
  await once(thread, "online");
  async function order<K extends PeerNews["kind"]>(order: PeerOrder, kind: K): Promise<Extract<PeerNews, { kind: K }>> {
    thread.postMessage(order);
    const [news] = (await once(thread, "message")) as [PeerNews];
    if (news.kind !== kind) throw new Error(news.kind === "failed" ? news.why : `the thread sent ${news.kind}`);
    return news as Extract<PeerNews, { kind: K }>;
  }
  return {
    serve: async (identity, version, payload) =>
      (await order({ kind: "serve", identity, version, payload }, "listening")).port,
    call: async (port, version, { certificate }, payload) =>
      (await order({ kind: "call", port, version, trust: certificate, payload }, "received")).bytes,
    end: () => void thread.terminate(),
  };
}
