import type { Figures } from "@ws2kit/engine-quickjs";
import { bootFirmware } from "./firmware.js";
import { runPeer } from "./peer-process.js";
import type { Progress, Workload } from "./workload.js";

/** What one target's firmware did under a workload. */
export interface TargetRun {
  readonly target: string;
  readonly title: string;
  readonly bundleBytes: number;
  /** Bytes of heap that the target's device has. */
  readonly heapBudget: number;
  readonly figures: Figures;
  /** What had come back, every byte right, at several moments; the last is the end. */
  readonly samples: readonly Progress[];
  /** Why it failed; "" when every byte came back right. */
  readonly failure: string;
}

/** Boots a target's echo firmware and has a peer send it a workload. Rejects when there is nothing to boot. */
export async function runTarget(
  target: string,
  workload: Workload,
  onProgress: (progress: Progress) => void,
): Promise<TargetRun> {
  const firmware = await bootFirmware(target, () => {});
  const samples: Progress[] = [];
  const sample = (progress: Progress) => {
    samples.push(progress);
    onProgress(progress);
  };
  const { profile, bundleBytes, tcpPort, udpPort } = firmware;
  const over = new AbortController();
  let failure = "";
  try {
    const peer = runPeer({ tcpPort, udpPort, workload }, sample, over.signal);
    sample(await Promise.race([peer, firmware.broken]));
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  over.abort();
  const figures = await firmware.stop();
  const { name, title, device } = profile;
  return { target: name, title, bundleBytes, heapBudget: device.heap, figures, samples, failure };
}

/** What a run came to over all of its time. */
export function totals({ samples }: TargetRun): Progress & { readonly bytesPerSecond: number } {
  const last = samples.at(-1) ?? { ms: 0, bytes: 0, datagrams: 0, resent: 0 };
  return { ...last, bytesPerSecond: last.ms > 0 ? last.bytes / (last.ms / 1000) : 0 };
}
