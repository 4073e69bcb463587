import type { MemoryNetwork } from "@ws2kit/platform-memory";
import type { FileObject, HANDLE } from "@ws2kit/spi";
import { NotApplicable, sameDuration } from "../findings/finding.js";
import type { Leaks } from "../findings/result.js";
import { Trace } from "../findings/trace.js";
import type { Facility, HostLimits, Place, Site } from "../places/place.js";
import { type Description, placeOf, type Subject } from "../subjects/subject.js";
import { Host } from "./host.js";
import type { Program } from "./program.js";
import type { StubProvider } from "./stub-provider.js";

/** The environment of one check: its machines, which are made on first use, in the subject's place. */
export class Bench {
  /** Where the machines live. */
  readonly place: Place;
  /** The network and the clock of this check's machines. */
  readonly site: Site;
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
    this.place = placeOf(subject);
    this.site = this.place.openSite(subject.seed);
  }

  /** Records that the check needs a facility. Ends the check as not applicable if the place lacks it. */
  uses(facility: Facility): void {
    this.trace.needs.add(facility);
    if (!this.place.facilities.includes(facility)) this.inapplicable(`the place ${this.place.name} has no ${facility}`);
  }

  /** The network between the machines, to slow, cut or silence its connections. */
  get network(): Pick<MemoryNetwork, "down" | "up" | "link" | "partition" | "heal"> {
    this.uses("network control");
    return this.#simulated;
  }

  /** Defines the addresses of a host name, or the Winsock error that looking it up returns. */
  nameHost(name: string, entry: readonly string[] | number): void {
    this.uses("host names");
    this.#simulated.name(name, entry);
  }

  get #simulated(): MemoryNetwork {
    if (this.site.network === null) throw new Error(`the place ${this.place.name} has no network`);
    return this.site.network;
  }

  /** A port of TCP and UDP that is not in use. */
  freePort(): number {
    return this.site.freePort();
  }

  /** Milliseconds of the clock that the machines read. */
  now(): number {
    return this.site.now();
  }

  /** Asserts that `ms` milliseconds passed from `before` to `after`, within the tolerance of the place. */
  took(before: number, ms: number, what: string, after = this.now()): void {
    sameDuration(after - before, ms, this.place.tolerance, what);
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
   * The machine of the peer: a second machine, a millisecond away where the place has a delay on the wire. It is
   * `machine` if the provider reaches no other machine.
   */
  get neighbour(): Host {
    return this.reachesOthers ? this.machineNamed("beta") : this.machine;
  }

  /** The machine of this name, made on first use; `limits` apply only then. */
  machineNamed(name: string, limits: HostLimits = {}): Host {
    if (name === "" || Object.keys(limits).length > 0) this.uses("own limits");
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

  /** Calls `act` before the processes end, to release what the check itself does not release. */
  atClose(act: () => void): void {
    this.#closing.push(act);
  }

  /** A file of a stub's driver. The bench closes it at its end. */
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
    // a duplicate that no process opened exists until its target process ends
    for (const host of hosts) host.endProcesses();
    return { handles, sockets: sum((host) => host.platform.openSockets), operations: this.trace.unended };
  }

  /** Ends the check as not applicable, for the reason `why`. */
  inapplicable(why: string): never {
    throw new NotApplicable(why);
  }
}
