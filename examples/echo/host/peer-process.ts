import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PeerNews, PeerOrder, Progress } from "./workload.js";

/** The firmware counts as hung if the peer receives nothing for so many milliseconds. */
const PATIENCE_MS = 15_000;

/** Runs a peer in a separate process. Rejects if a byte is wrong, or if data stops returning. */
export function runPeer(
  order: PeerOrder,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Progress> {
  const child = fork(fileURLToPath(new URL("./peer.js", import.meta.url)), { signal });
  return new Promise<Progress>((resolve, reject) => {
    const lost = () => reject(new Error(`nothing came back for ${PATIENCE_MS / 1000} s`));
    const patience = setTimeout(lost, PATIENCE_MS);
    child.on("message", (news: PeerNews) => {
      patience.refresh();
      if ("progress" in news) onProgress(news.progress);
      else if ("done" in news) resolve(news.done);
      else reject(new Error(news.failed));
    });
    child.on("error", reject);
    child.on("exit", () => {
      clearTimeout(patience);
      reject(new Error("the peer's process ended without a result"));
    });
    child.send(order);
  }).finally(() => child.kill());
}
