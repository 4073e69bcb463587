import type { PublicMachine } from "@ws2kit/core";
import { MAKEWORD, newWSADATA, ref, type WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import { NotArranged } from "../findings/finding.js";
import type { HostLimits, HostPlatform } from "../places/place.js";
import type { Ws2 } from "../subjects/ws2.js";
import type { Bench } from "./bench.js";
import { Program } from "./program.js";
import type { StubProvider } from "./stub-provider.js";

/** One machine of a bench. */
export class Host {
  readonly platform: HostPlatform;
  readonly machine: PublicMachine<Ws2>;
  readonly #bench: Bench;
  readonly #programs: Program[] = [];

  constructor(bench: Bench, name: string, limits: HostLimits) {
    this.#bench = bench;
    this.platform = bench.site.openPlatform(name, limits);
    this.machine = bench.subject.openMachine({ platform: this.platform });
    this.#watchModules();
  }

  /** Its address on the network, as a dotted quad. */
  get address(): string {
    return this.platform.addresses[0];
  }

  /** The address at which peers reach it: the loopback address if the provider reaches no other host. */
  get reachableAt(): string {
    return this.#bench.reachesOthers ? this.address : "127.0.0.1";
  }

  /** The counters of the machine. */
  get counters(): PublicMachine<Ws2>["counters"] {
    this.#bench.uses("counters");
    return this.machine.counters;
  }

  /** Starts a process that has not called WSAStartup. */
  unstarted(application = ""): Program {
    const program = new Program(this.#bench, this, this.machine.openProcess({ application }));
    this.#programs.push(program);
    return program;
  }

  /** Closes the check's events and ports, and calls WSACleanup in every process. */
  cleanUp(): void {
    for (const program of this.#programs) program.cleanUp();
  }

  endProcesses(): void {
    for (const program of this.#programs) program.control.terminate();
    this.machine.turn();
  }

  /** Starts a process that has called WSAStartup. */
  program(application = ""): Program {
    const program = this.unstarted(application);
    const code = program.ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    if (code !== 0) throw new NotArranged(`WSAStartup failed with ${code}`);
    return program;
  }

  /** Installs a provider's DLL, and its entries at the end of the catalog. Returns the entries. */
  install(
    stub: StubProvider,
    infos: readonly WSAPROTOCOL_INFOW[] = stub.protocols,
  ): readonly Readonly<WSAPROTOCOL_INFOW>[] {
    this.#bench.uses("catalog");
    this.machine.installModule(stub.path, stub.module);
    return this.installEntries(stub, infos);
  }

  /** As `install`, without the DLL. */
  installEntries(stub: StubProvider, infos = stub.protocols): readonly Readonly<WSAPROTOCOL_INFOW>[] {
    this.#bench.uses("catalog");
    const errno = ref(0);
    const { ws2 } = this.unstarted();
    if (ws2.WSCInstallProvider(stub.ProviderId, stub.path, infos, infos.length, errno) !== 0) {
      throw new NotArranged(`WSCInstallProvider failed with ${errno.value}`);
    }
    return this.machine.catalog.entries.filter((entry) => entry.ProviderId === stub.ProviderId);
  }

  /** Removes every provider from the catalog. */
  emptyCatalog(): void {
    this.#bench.uses("catalog");
    const { ws2 } = this.unstarted();
    const errno = ref(0);
    for (const id of new Set(this.machine.catalog.entries.map((entry) => entry.ProviderId))) {
      if (ws2.WSCDeinstallProvider(id, errno) !== 0) throw new NotArranged(`WSCDeinstallProvider: ${errno.value}`);
    }
  }

  /** The arguments of each log record with this code. */
  recorded(code: string): readonly (readonly unknown[])[] {
    return this.machine.records.filter((record) => record.code === code).map((record) => record.args);
  }

  #watchModules(): void {
    const { machine } = this;
    const paths = new Set(machine.catalog.entries.map((entry) => machine.catalog.pathOf(entry.ProviderId) ?? ""));
    for (const path of paths) {
      const module = machine.moduleAt(path);
      if (module !== null) machine.installModule(path, this.#bench.trace.module(module));
    }
  }
}
