import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { listHosts } from "@ws2kit/device-host";
import { startEngine } from "@ws2kit/engine-quickjs";
import { nodePlatform } from "@ws2kit/platform-node";
import { targetsNamed } from "../files/targets.js";
import { HOST } from "../firmware/device-host.js";

/** Something of this machine that ws2kit uses. */
export interface Part {
  readonly name: string;
  /** What it is for. */
  readonly use: string;
  /** How to get it, for a person who lacks it. */
  readonly source: string;
  /** Whether ws2kit needs it for what README's two commands do. */
  readonly isNeeded: boolean;
  /** Its version, or another word about it. Throws if it is missing or does not work. */
  find(): string | Promise<string>;
}

/** The oldest Node on which the packages run, as in their package.json. */
const NODE = [20, 19] as const;

/** A program of the system; `command` is also the name under which it is listed. */
function program(command: string, use: string, debian: string, version = "--version"): Part {
  return {
    name: command,
    use,
    source: `Debian: apt-get install ${debian}`,
    isNeeded: false,
    find() {
      const text = execFileSync(command, [version], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? "found";
    },
  };
}

/** The compiler of each host. */
function compilers(): Part[] {
  return listHosts().map(({ name, compiler, packages }) =>
    program(compiler, `builds the device host ${name}`, packages.replace(/ (?:qemu-user|wine64)$/, "")),
  );
}

/** The program that runs each host which this machine cannot run itself. */
function emulators(): Part[] {
  const hosts = listHosts().filter(({ runner }) => runner !== null && runner.length > 0);
  const commands = [...new Set(hosts.map(({ runner }) => runner?.[0] ?? ""))];
  return commands.map((command) => {
    const its = hosts.filter(({ runner }) => runner?.[0] === command);
    const names = its.map(({ name }) => name).join(", ");
    return program(command, `runs ${names} here`, its[0].packages.split(" ").at(-1) ?? "");
  });
}

/** Every part, in the order of the list. */
export const PARTS: readonly Part[] = [
  {
    name: "Node",
    use: "runs ws2kit; run --engine node",
    source: `install Node ${NODE.join(".")} or later`,
    isNeeded: true,
    find() {
      const { node } = process.versions;
      const [major, minor] = node.split(".").map(Number);
      if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) throw new Error(`${node} is too old`);
      return node;
    },
  },
  {
    name: "real sockets",
    use: "run: a program uses this machine's network",
    source: "they need Linux or Windows; the simulated network of check and of tests works on every system",
    isNeeded: true,
    find() {
      const { network } = nodePlatform();
      const fd = network.open(2, 1, 6);
      if (fd < 0) throw new Error(`opening a socket failed with ${-fd}`);
      network.close(fd);
      return `${process.platform} ${release()}`;
    },
  },
  {
    name: "QuickJS",
    use: "run, check --engine quickjs",
    source: "npm installs it with ws2kit: run npm install again",
    isNeeded: true,
    async find() {
      const folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
      try {
        const file = join(folder, "empty.js");
        writeFileSync(file, "export {};");
        const engine = await startEngine({ file, heap: 1 << 20, stack: 1 << 17, watchdog: 10_000, log() {} });
        const { outcome, message } = await engine.ended;
        if (outcome !== "done") throw new Error(message);
        return "WebAssembly";
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  },
  {
    name: "targets",
    use: "build, run and check --target",
    source: "npm install @ws2kit/target-ce",
    isNeeded: true,
    find() {
      const names = targetsNamed("all");
      if (names.length === 0) throw new Error("there is no target to import");
      return names.join(", ");
    },
  },
  {
    name: "device host",
    use: "build --image, run --engine device",
    source: "ws2kit host build",
    isNeeded: false,
    find() {
      if (!existsSync(HOST)) throw new Error("not built");
      return HOST;
    },
  },
  program("make", "builds every device host", "make"),
  ...compilers(),
  ...emulators(),
];
