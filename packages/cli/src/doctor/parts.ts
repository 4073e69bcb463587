import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
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
    source: "they need Linux; the simulated network of check and of tests works on every system",
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
    source: "make -C examples/device",
    isNeeded: false,
    find() {
      if (!existsSync(HOST)) throw new Error("not built");
      return HOST;
    },
  },
  program("gcc", "builds the device host for this machine", "build-essential"),
  program("make", "builds the device host", "build-essential"),
  program("arm-linux-gnueabihf-gcc", "builds the host for armhf", "gcc-arm-linux-gnueabihf libc6-dev-armhf-cross"),
  program("arm-linux-gnueabi-gcc", "builds the host for armel", "gcc-arm-linux-gnueabi libc6-dev-armel-cross"),
  program("aarch64-linux-gnu-gcc", "builds the host for arm64", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross"),
  program("x86_64-w64-mingw32-gcc-posix", "builds the host for 64-bit Windows", "gcc-mingw-w64-x86-64-posix"),
  program("i686-w64-mingw32-gcc-posix", "builds the host for 32-bit Windows", "gcc-mingw-w64-i686-posix"),
  program("qemu-arm", "runs the hosts for ARM here", "qemu-user"),
  program("/usr/lib/wine/wine64", "runs the host for 64-bit Windows here", "wine64"),
];
