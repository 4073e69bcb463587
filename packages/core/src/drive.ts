import type { PublicMachine } from "./machine.js";

/** A machine that runs on its host's event loop. */
export interface Drive {
  /** Stops the machine after the turn that is running. */
  stop(): void;
  /** Resolves when the machine has stopped. */
  readonly stopped: Promise<void>;
  /** Keeps the host's process alive while the machine is driven, as it does from the start. */
  ref(): void;
  /**
   * Lets the host's process end while the machine is driven, if nothing else keeps it alive. It takes effect within 100
   * ms.
   */
  unref(): void;
}

/**
 * Runs a machine on its host's event loop. A turn runs when work is due or the network has news; between turns the host
 * is free. The platform must offer `waitAsync`. A call that blocks still blocks the host; the log records each such
 * function once, as "blocking-under-drive".
 */
export function drive(machine: PublicMachine): Drive {
  const { platform } = machine;
  if (platform.waitAsync === undefined) {
    throw new TypeError(`drive: the platform "${platform.name}" has no waitAsync(); call machine.run() instead`);
  }
  const waitAsync = platform.waitAsync.bind(platform);
  let running = true;
  let keepsAlive = true;
  /**
   * A wait that has begun keeps its state, so another one begins. The earlier one goes on for up to `LONGEST_SLEEP`,
   * so `unref` takes effect within that time.
   */
  const keep = (isAlive: boolean) => {
    keepsAlive = isAlive;
    machine.wake?.();
  };
  machine.driven = true;
  const loop = async (): Promise<void> => {
    while (running) {
      const due = machine.turn();
      await new Promise<void>((resolve, reject) => {
        const sleep = (ms: number) => waitAsync(ms, keepsAlive).then(resolve, reject);
        machine.wake = () => {
          // once, as a host pays for a promise that is resolved again
          machine.wake = undefined;
          // not at once: the host's timers and sockets come first, and the turn serves all that has begun meanwhile
          sleep(0);
        };
        sleep(due < 0 || due > LONGEST_SLEEP ? LONGEST_SLEEP : due);
      });
    }
    machine.driven = false;
  };
  return {
    stop: () => {
      running = false;
    },
    stopped: loop(),
    ref: () => keep(true),
    unref: () => keep(false),
  };
}

/** The longest sleep of an idle machine, in milliseconds, so that `stop` takes effect. */
const LONGEST_SLEEP = 100;
