import type { Machine } from "@ws2kit/core";
import { installStack, shape, trace } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  FIONBIO,
  LINGER,
  MAKEWORD,
  newWSADATA,
  type Platform,
  type ProviderImports,
  ref,
  SO_LINGER,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  WSA_WAIT_EVENT_0,
  type WSAEVENT,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { checked } from "../fixture/checked.js";
import { DESKTOP, SYSTEMS, type System } from "../fixture/systems.js";

/** A process of a ground. Functions that its target lacks are absent. */
export type Process = ReturnType<Machine<Ws2>["openProcess"]>;

const QUIET = { log() {} };
const PLATFORMS: Readonly<Record<string, () => Platform>> = {
  memory: () => memoryPlatform({ network: memoryNetwork() }),
  node: () => nodePlatform(QUIET),
};
/** A stream filter that delays nothing. */
const FILTER = { layer: "shape", sendRate: 5e9, receiveRate: 5e9, burst: 1e12 } as const;
const STACKS = {
  plain: [],
  trace: [{ layer: "trace" }],
  filter: [FILTER],
  "filter under trace": [{ layer: "trace" }, FILTER],
} as const;

type StackName = keyof typeof STACKS;

/** One machine, a process on it, and short forms of what a case needs. */
export class Ground {
  readonly machine: Machine<Ws2>;
  readonly ws2: Process;
  readonly platform: Platform;
  /** The number of waits of the machine. */
  waits = 0;
  #imports: ProviderImports | null = null;
  readonly #processes: Process[] = [];

  constructor(
    readonly system: System,
    readonly platformName: string,
    stack: StackName,
  ) {
    const inner = PLATFORMS[platformName]();
    this.platform = {
      ...inner,
      wait: (ms) => {
        // the simulated clock does not advance while a wait loops
        if (++this.waits > 10_000) throw new RangeError("a wait spins");
        return inner.wait(ms);
      },
    };
    this.machine = system.openMachine({ platform: this.platform }) as unknown as Machine<Ws2>;
    if (stack !== "plain") {
      assert.equal(
        installStack(this.machine as never, STACKS[stack], { shape, trace }, () => {}),
        0,
      );
    }
    this.ws2 = this.process();
  }

  process(major = 2, minor = 2): Process {
    const ws2 = checked(this.machine.openProcess() as never, this.system.lineage) as Process;
    assert.equal(ws2.WSAStartup(MAKEWORD(major, minor), newWSADATA()), 0);
    this.#processes.push(ws2);
    return ws2;
  }

  close(): void {
    for (const process of this.#processes) process.terminate();
  }

  get error(): number {
    return this.ws2.WSAGetLastError();
  }

  tcp(ws2 = this.ws2): SOCKET {
    return ws2.socket(AF_INET, SOCK_STREAM, 0);
  }

  udp(): SOCKET {
    const s = this.ws2.socket(AF_INET, SOCK_DGRAM, 0);
    assert.equal(this.ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16), 0);
    return s;
  }

  listener(ws2 = this.ws2): SOCKET {
    const s = this.tcp(ws2);
    assert.equal(ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16), 0);
    assert.equal(ws2.listen(s, 5), 0);
    return s;
  }

  name(s: SOCKET, ws2 = this.ws2): Uint8Array {
    const name = new Uint8Array(16);
    assert.equal(ws2.getsockname(s, name, ref(16)), 0);
    return name;
  }

  connect(s: SOCKET, name: Uint8Array): number {
    return this.ws2.connect(s, name, 16);
  }

  pair(): [client: SOCKET, server: SOCKET] {
    const listener = this.listener();
    const client = this.tcp();
    assert.equal(this.connect(client, this.name(listener)), 0);
    const server = this.ws2.accept(listener, null, null);
    assert.equal(this.ws2.closesocket(listener), 0);
    return [client, server];
  }

  /** An address that no socket has. */
  nobody(type = SOCK_STREAM): Uint8Array {
    const s = this.ws2.socket(AF_INET, type, 0);
    this.ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);
    const name = this.name(s);
    this.ws2.closesocket(s);
    return name;
  }

  nonBlocking(s: SOCKET): SOCKET {
    assert.equal(this.ws2.ioctlsocket(s, FIONBIO, ref(1)), 0);
    return s;
  }

  send(s: SOCKET, text: string, flags = 0): number {
    const bytes = Buffer.from(text);
    return this.ws2.send(s, bytes, bytes.length, flags);
  }

  recv(s: SOCKET, room = 100, flags = 0): string | number {
    const bytes = Buffer.alloc(room);
    const count = this.ws2.recv(s, bytes, room, flags);
    return count < 0 ? this.error : bytes.toString("latin1", 0, count);
  }

  reset(s: SOCKET): void {
    this.ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
    this.ws2.closesocket(s);
  }

  isSignalled(event: WSAEVENT, ms = 0, ws2 = this.ws2): boolean {
    return ws2.WSAWaitForMultipleEvents(1, [event], true, ms, false) === WSA_WAIT_EVENT_0;
  }

  /** Lets bytes under way arrive. */
  settle(ms = 20): void {
    this.isSignalled(this.ws2.WSACreateEvent(), ms);
  }

  /** Has `act` done after `ms` by another thread of the process, while this one waits. */
  later(ms: number, act: () => void): void {
    if (this.#imports === null) {
      this.machine.installModule("timer.dll", (_platform, imports) => {
        this.#imports = imports;
        return { ProviderId: "6A7E2E8C-3F0B-4E57-9B0C-0D3F6D1F5C99", protocols: [], supports: {}, WSPStartup: () => 0 };
      });
      this.machine.describeModule("timer.dll");
    }
    const thread = this.ws2.openThread();
    this.#imports?.runLater(() => this.ws2.runOn(thread, act), ms);
  }

  /** How many waits `run` takes, and that they do not take a processor's whole time. */
  counted(run: () => void): number {
    const before = this.waits;
    run();
    return this.waits - before;
  }
}

/** Declares a case on every platform, plain and under the `trace` layer, for each of `systems`. */
export function onGrounds(
  behaviour: string,
  run: (ground: Ground) => void,
  systems: readonly System[] = [DESKTOP],
  stacks: readonly StackName[] = ["plain", "trace"],
  platforms: readonly string[] = Object.keys(PLATFORMS),
): void {
  for (const system of systems) {
    for (const platform of platforms) {
      for (const stack of stacks) {
        it(`${system.name}, ${platform}, ${stack}: ${behaviour}`, () => {
          const ground = new Ground(system, platform, stack);
          try {
            run(ground);
          } finally {
            ground.close();
          }
        });
      }
    }
  }
}

export { SYSTEMS };
