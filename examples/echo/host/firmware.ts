import { stat } from "node:fs/promises";
import { findTarget, importTarget } from "@ws2kit/build/target";
import type { Profile } from "@ws2kit/core";
import { type Ended, type Figures, startEngine } from "@ws2kit/engine-quickjs";
import { logLine } from "@ws2kit/rules";

const LISTENING = /^listening (tcp|udp) \S+:(\d+)$/;

/** The running echo firmware of one target, in QuickJS within the budgets of the target's device. */
export interface Firmware {
  readonly profile: Profile;
  readonly bundleBytes: number;
  readonly tcpPort: number;
  readonly udpPort: number;
  /** Rejects if the firmware ends before `stop`. */
  readonly broken: Promise<never>;
  /** Ends the firmware, and resolves to its figures. */
  stop(): Promise<Figures>;
}

/** Boots `dist/<target>/echo.js`, and resolves when it listens. `log` receives its lines. */
export async function bootFirmware(target: string, log: (line: string) => void): Promise<Firmware> {
  const file = `dist/${target}/echo.js`;
  const { size } = await stat(file);
  const { profile } = await importTarget<{ readonly profile: Profile }>(findTarget(target, import.meta.dirname));

  const ports = new Map<string, number>();
  let listens = () => {};
  const listening = new Promise<void>((resolve) => {
    listens = resolve;
  });
  const engine = await startEngine({
    needsSockets: true,
    file,
    ...profile.device,
    log(...values) {
      const line = logLine(values);
      const [, protocol, port] = LISTENING.exec(line) ?? [];
      if (port !== undefined) ports.set(protocol, Number(port));
      if (ports.size === 2) listens();
      log(line);
    },
  });
  const broken = engine.ended.then((ended) => {
    throw new Error(`${target}: ${sentence(ended)}`);
  });
  await Promise.race([listening, broken]);
  return {
    profile,
    bundleBytes: size,
    tcpPort: ports.get("tcp") as number,
    udpPort: ports.get("udp") as number,
    broken,
    stop: async () => (await engine.stop()).figures,
  };
}

function sentence({ outcome, message }: Ended): string {
  return outcome === "done" ? "the firmware ended, but should run until it is stopped" : message;
}
