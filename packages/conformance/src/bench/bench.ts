import { type MemoryNetwork, memoryNetwork, type PlatformOptions } from "@ws2kit/platform-memory";
import type { FileObject, HANDLE } from "@ws2kit/spi";
import { NotApplicable } from "../findings/finding.js";
import type { Leaks } from "../findings/result.js";
import { Trace } from "../findings/trace.js";
import type { Description, Subject } from "../subjects/subject.js";
import { Host } from "./host.js";
import type { Program } from "./program.js";
import type { StubProvider } from "./stub-provider.js";

/** The environment of one check: a simulated network, and machines that are made on first use. */
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

  /** The machine that most checks use. */
  get machine(): Host {
    return this.machineNamed("alpha");
  }

  /** Whether the provider's sockets reach other machines. */
  get reachesOthers(): boolean {
    return this.description.capabilities.includes("otherHosts");
  }

  /**
   * The machine of the peer: a second machine on the network, a millisecond away; or `machine`, if the provider reaches
   * no others.
   */
  get neighbour(): Host {
    return this.reachesOthers ? this.machineNamed("beta") : this.machine;
  }

  /** The machine of this name, made on first use; `limits` apply only then. */
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

  /** Starts a process of `machine` that has called WSAStartup. */
  program(): Program {
    return this.machine.program();
  }

  /** Calls `act` before the processes end, to release what the check does not. */
  atClose(act: () => void): void {
    this.#closing.push(act);
  }

  /** A file of a stub's, closed with the bench. */
  file(stub: StubProvider, file: FileObject): HANDLE {
    const handle = stub.imports.createFile(file);
    this.atClose(() => stub.imports.closeFile(handle));
    return handle;
  }

  /** Ends every process, and returns what was not released. */
  close(): Leaks {
    for (const act of this.#closing.splice(0)) act();
    const hosts = [...this.#hosts.values()];
    const sum = (count: (host: Host) => number) => hosts.reduce((total, host) => total + count(host), 0);
    for (const host of hosts) host.cleanUp();
    const handles = sum((host) => host.machine.counters.handles);
    // a duplicate that was not opened exists until its process ends
    for (const host of hosts) host.endProcesses();
    return { handles, sockets: sum((host) => host.platform.openSockets), operations: this.trace.unended };
  }

  /** Ends the check as not applicable, for the reason `why`. */
  inapplicable(why: string): never {
    throw new NotApplicable(why);
  }
}
