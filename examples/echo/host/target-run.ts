import type { Figures } from "@ws2kit/engine-quickjs";
import { bootFirmware } from "./firmware.js";
import { runPeer } from "./peer-process.js";
import type { Progress, Workload } from "./workload.js";

/** The result of one target's firmware under a workload. */
export interface TargetRun {
  readonly target: string;
  readonly title: string;
  readonly bundleBytes: number;
  /** Bytes of the target's heap budget. */
  readonly heapBudget: number;
  readonly figures: Figures;
  /** The correct bytes that had returned at several times; the last sample is the end. */
  readonly samples: readonly Progress[];
  /** Why it failed; "" if every byte was correct. */
  readonly failure: string;
}

/** Boots a target's echo firmware and runs a peer with a workload. Rejects if there is no firmware. */
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

/** The totals of a run. */
export function totals({ samples }: TargetRun): Progress & { readonly bytesPerSecond: number } {
  const last = samples.at(-1) ?? { ms: 0, bytes: 0, datagrams: 0, resent: 0 };
  return { ...last, bytesPerSecond: last.ms > 0 ? last.bytes / (last.ms / 1000) : 0 };
}
