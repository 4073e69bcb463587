import { type MemoryNetwork, memoryNetwork, type PlatformOptions } from "@ws2kit/platform-memory";
import { NotApplicable } from "./finding.js";
import { Host } from "./host.js";
import type { Program } from "./program.js";
import type { Description, Subject } from "./subject.js";
import { Trace } from "./trace.js";

/** Where one check happens: a simulated network of its own, with machines that are made when they are asked for. */
export class Bench {
  readonly network: MemoryNetwork;
  readonly trace = new Trace();
  readonly #hosts = new Map<string, Host>();

  constructor(
    readonly subject: Subject,
    readonly description: Description,
  ) {
    this.network = memoryNetwork({ seed: subject.seed });
  }

  /** The machine that most checks look at. */
  get machine(): Host {
    return this.machineNamed("alpha");
  }

  /** A second machine on the network, a millisecond away. */
  get neighbour(): Host {
    return this.machineNamed("beta");
  }

  /** A machine of the network. `limits` count when it is asked for first. */
  machineNamed(name: string, limits: Pick<PlatformOptions, "descriptors" | "buffers" | "ephemeral"> = {}): Host {
    const known = this.#hosts.get(name);
    if (known !== undefined) return known;
    const host = new Host(this, name, limits);
    this.#hosts.set(name, host);
    return host;
  }

  /** A process with ws2 up, on the machine that most checks look at. */
  program(): Program {
    return this.machine.program();
  }

  /** Ends a check whose rule says nothing about this subject. */
  inapplicable(why: string): never {
    throw new NotApplicable(why);
  }
}
