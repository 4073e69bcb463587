import { type MemoryNetwork, memoryNetwork, type PlatformOptions } from "@ws2kit/platform-memory";
import type { FileObject, HANDLE } from "@ws2kit/spi";
import { NotApplicable } from "../findings/finding.js";
import type { Leaks } from "../findings/result.js";
import { Trace } from "../findings/trace.js";
import type { Description, Subject } from "../subjects/subject.js";
import { Host } from "./host.js";
import type { Program } from "./program.js";
import type { StubProvider } from "./stub-provider.js";

/** Where one check happens: a simulated network of its own, with machines that are made when they are asked for. */
export class Bench {
  /** The simulated network of the check's machines. */
  readonly network: MemoryNetwork;
  /** The calls that the check made. */
  readonly trace = new Trace();
  readonly #hosts = new Map<string, Host>();
  readonly #closing: (() => void)[] = [];

  constructor(
    /** The provider to check. */
    readonly subject: Subject,
    /** The provider's properties. */
    readonly description: Description,
  ) {
    this.network = memoryNetwork({ seed: subject.seed });
  }

  /** The machine that most checks look at. */
  get machine(): Host {
    return this.machineNamed("alpha");
  }

  /** Whether sockets reach those of other machines. */
  get reachesOthers(): boolean {
    return this.description.capabilities.includes("otherHosts");
  }

  /**
   * Where the other end is: a second machine on the network, a millisecond away, or else the one machine that there is.
   */
  get neighbour(): Host {
    return this.reachesOthers ? this.machineNamed("beta") : this.machine;
  }

  /** A machine of the network. `limits` count when it is asked for first. */
  machineNamed(
    name: string,
    limits: Pick<PlatformOptions, "descriptors" | "buffers" | "ephemeral" | "storage"> = {},
  ): Host {
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

  /** Has `act` done before the processes end: what the check took and does not give back. */
  atClose(act: () => void): void {
    this.#closing.push(act);
  }

  /** A file of a stub's, closed with the bench. */
  file(stub: StubProvider, file: FileObject): HANDLE {
    const handle = stub.imports.createFile(file);
    this.atClose(() => stub.imports.closeFile(handle));
    return handle;
  }

  /** Ends every process, and says what is left. */
  close(): Leaks {
    for (const act of this.#closing.splice(0)) act();
    const hosts = [...this.#hosts.values()];
    const sum = (count: (host: Host) => number) => hosts.reduce((total, host) => total + count(host), 0);
    for (const host of hosts) host.cleanUp();
    const handles = sum((host) => host.machine.counters.handles);
    // a duplicate that nobody has taken stays until its process ends
    for (const host of hosts) host.endProcesses();
    return { handles, sockets: sum((host) => host.platform.openSockets), operations: this.trace.unended };
  }

  /** Ends a check whose rule says nothing about this subject. */
  inapplicable(why: string): never {
    throw new NotApplicable(why);
  }
}
