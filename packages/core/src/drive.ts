import type { PublicMachine } from "./machine.js";

/** A machine that runs on its host's event loop. */
export interface Drive {
  /** Ends it after the turn that is running. */
  stop(): void;
  /** Resolves when it has stopped. */
  readonly stopped: Promise<void>;
}

/**
 * Runs a machine on its host's event loop: turns when something is due or the network stirs, and between turns the
 * host is free. The platform must have `stirred`. A call that blocks still blocks the host; it is noted once, by
 * name, as "blocking-under-drive".
 */
export function drive(machine: PublicMachine): Drive {
  const { platform } = machine;
  if (platform.stirred === undefined) {
    throw new TypeError(`drive: the platform "${platform.name}" has no stirred(); call machine.run() instead`);
  }
  const stirred = platform.stirred.bind(platform);
  let running = true;
  machine.driven = true;
  const loop = async (): Promise<void> => {
    while (running) {
      const ms = machine.turn();
      const woken = new Promise<void>((resolve) => {
        machine.wake = resolve;
      });
      await Promise.race([stirred(ms < 0 ? LONGEST_SLEEP : Math.min(ms, LONGEST_SLEEP)), woken]);
    }
    machine.driven = false;
    machine.wake = () => {};
  };
  return {
    stop: () => {
      running = false;
    },
    stopped: loop(),
  };
}

/** Milliseconds after which a quiet machine looks up, so that `stop` takes effect. */
const LONGEST_SLEEP = 100;
