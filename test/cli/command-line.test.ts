import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { listTargets } from "@ws2kit/build";
import { listHosts } from "@ws2kit/device-host";
import { expect } from "chai";
import { COMMAND, ROOT, ws2kit } from "./ws2kit.js";

const TARGETS = listTargets(import.meta.dirname);
const HOSTS = listHosts().map(({ name }) => name);

/** Wrong command lines, and the message of each, which is one line. */
const SENSELESS: readonly (readonly [words: string, says: string])[] = [
  ["explan", 'there is no command "explan"; the nearest is explain.'],
  ["explain --hlp", 'there is no option "--hlp"; the nearest is --help.'],
  ["explain bind/twic", 'there is no rule, code, function or message "bind/twic"; the nearest is bind/twice.'],
  ["check --target win3", `there is no target "win3"; there are ${TARGETS.join(", ")} and all.`],
  ["check --engine nodejs", 'there is no engine "nodejs"; there are node, quickjs and all.'],
  ["check --place memory", 'there is no place "memory"; there are simulated and loopback.'],
  [
    "check --place loopback --target ce --device checks.js",
    "--device writes a program with simulated machines: leave out --place loopback.",
  ],
  ["check --format jnuit", 'there is no format "jnuit"; there are pretty, tap, junit, json and html.'],
  ["check --only bind/twic", 'there is no check "bind/twic"; the nearest is bind/twice.'],
  ["check --shard 3/2", '--shard must be i/n with i from 1 to n, such as 2/3, not "3/2".'],
  [
    "check --seed x",
    "option '--seed <n>' argument 'x' is invalid. It must be a whole number; see ws2kit check --help.",
  ],
  // the folder that the names share makes none of them near
  ["check packages/cli/lib/engine/zz.js", 'there is no file "packages/cli/lib/engine/zz.js".'],
  ["check rolup.config.js", 'there is no file "rolup.config.js"; the nearest is rollup.config.js.'],
  ["check package.jsn", 'there is no file "package.jsn".'],
  ["run examples/echo/echoes.ts --target ce", 'there is no file "examples/echo/echoes.ts"; the nearest is echo.ts.'],
  ["check README.md", "README.md is not a module: a provider is a .js, .mjs, .ts or .mts file."],
  ["check --watch", "--watch needs a module: the shipped providers do not change."],
  ["check --list --watch", "--watch needs a module: the shipped providers do not change."],
  ["check --baseline none --only 1202", "none cannot be read: there is no such file."],
  // the budgets are read before the file is run
  [
    "run package.json --target ce --stack 0",
    "option '--stack <bytes>' argument '0' is invalid. It must be a whole number above 0; see ws2kit run --help.",
  ],
  ["run package.json --target ce --stack 100", "--stack must be from 8192 to 262144 bytes in QuickJS, not 100."],
  ["run package.json --target ce --stack 300000", "--stack must be from 8192 to 262144 bytes in QuickJS, not 300000."],
  [
    "run package.json --target ce --heap 2000000000",
    "--heap must be from 1 to 1073741824 bytes in QuickJS, not 2000000000.",
  ],
  [
    "run package.json --target ce --engine device --stack 5000000000",
    "--stack must be from 1 to 4294967295 bytes in the device host, not 5000000000.",
  ],
  [
    "run package.json --target ce --engine device --watchdog 5000000000",
    "--watchdog must be from 1 to 4294967295 ms in the device host, not 5000000000.",
  ],
  [
    "init package.json/app --template device",
    "package.json/app cannot be created (EEXIST). Name a folder where you may write.",
  ],
  ["catalog why AF_INT 1 0", 'there is no constant AF_… "AF_INT"; the nearest is AF_INET.'],
  [
    "host build arm",
    `there is no host "arm"; there are ${HOSTS.slice(0, -1).join(", ")} and ${HOSTS.at(-1)}, or name a file that ends in .mk.`,
  ],
  ["host build boards/none.mk", "boards/none.mk cannot be read: there is no such file."],
  ["profile show cee", `there is no target "cee"; there are ${TARGETS.join(", ")} and all.`],
  ["merge none.json", "none.json cannot be read: there is no such file."],
  ["trace none.ndjson --out a.html", "none.ndjson cannot be read: there is no such file."],
  ["trace package.json --out a.svg", 'there is no trace format "svg"; there are html, json, pcapng and ndjson.'],
  ["trace package.json", "required option '--out <file...>' not specified; see ws2kit trace --help."],
  [
    "run test/cli/firmware.ts --target ce --trace a.html --secrets",
    "--secrets writes to a .pcapng file only: add --trace with the name of one.",
  ],
  [
    "run test/cli/firmware.ts --target ce --trace a.pcapng --secrets --engine device",
    "--secrets needs TLS, which the device host does not offer.",
  ],
  ["run README.md --target ce --trace a.html", "README.md is already built; --trace works only with its TypeScript."],
  ["explain", "missing required argument 'word'; see ws2kit explain --help."],
];

describe("ws2kit's command line", () => {
  for (const [words, says] of SENSELESS) {
    it(`"${words}" ends with 2 and one line`, async () => {
      expect(await ws2kit(...words.split(" "))).to.deep.equal({ status: 2, out: "", err: `[ws2kit] ${says}\n` });
    });
  }
});

describe("ws2kit's completion", () => {
  for (const [words, most] of [
    [["che"], "check\tcheck providers"],
    [["run", "--tar"], `--target\tthe target: ${TARGETS.join(", ")}`],
    [["run", "--engine", ""], "quickjs\t\nnode\t\ndevice\t\n"],
    [["host", ""], "build\tbuild a host"],
    [["host", "build", ""], "armhf\t\n"],
    [["build", "--target", ""], `${TARGETS.join("\t\n")}\t\n`],
  ] as const) {
    it(`of "ws2kit ${words.join(" ")}" has ${JSON.stringify(most)}`, async () => {
      const { status, out } = await ws2kit("complete", "--", ...words);
      expect(status).to.equal(0);
      expect(out).to.contain(most);
    });
  }

  for (const shell of ["bash", "zsh", "fish", "powershell"]) {
    it(`has a script for ${shell} that calls ws2kit`, async () => {
      const { status, out } = await ws2kit("completion", shell);
      expect(status).to.equal(0);
      expect(out).to.match(/ws2kit complete '?--/);
    });
  }
});

describe("ws2kit's help", () => {
  it("ends with the exit codes", async () => {
    const { status, out } = await ws2kit("--help");
    expect(status).to.equal(0);
    expect(out).to.contain("\nExit codes:\n  0  the command succeeded\n  1  a rule does not hold");
  });

  for (const words of [
    "build",
    "run",
    "check",
    "merge",
    "trace",
    "explain",
    "init",
    "host build",
    "catalog why",
    "profile diff",
    "completion",
  ]) {
    it(`of ${words} ends with an example`, async () => {
      const { out } = await ws2kit(...words.split(" "), "--help");
      expect(out).to.match(/\nExample:\n {2}ws2kit /);
    });
  }
});

describe("ws2kit host build without a tool-chain", () => {
  it("names each missing program, and the packages that contain them", () => {
    const words = [COMMAND, "host", "build", "armhf", "--out", "test/lib/cli/hosts"];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, env: { PATH: "" }, encoding: "utf8" });
    expect(stderr).to.equal(
      "[ws2kit] arm-linux-gnueabihf-gcc and make are missing, which build the host armhf: on Debian and Ubuntu, apt-get " +
        "install gcc-arm-linux-gnueabihf libc6-dev-armhf-cross qemu-user make installs what is needed.\n",
    );
    expect(status).to.equal(2);
  });
});

describe("ws2kit doctor", () => {
  it("reports the required parts as ready, and the use of each part", async () => {
    const { status, out } = await ws2kit("doctor");
    expect(status, out).to.equal(0);
    for (const name of ["Node", "real sockets", "QuickJS", "targets"]) {
      expect(out).to.match(new RegExp(`^ready +${name} `, "m"));
    }
    expect(out).to.match(/^(?:ready|missing) +gcc +\S.*\n +builds the device host/m);
  });
});

describe("ws2kit's program", () => {
  it("ends with its command's exit code and output", async () => {
    const inShared = await ws2kit("explain", "bind/twic");
    const ended = await new Promise((resolve) => {
      execFile(process.execPath, [COMMAND, "explain", "bind/twic"], (error, out, err) =>
        resolve({ status: error?.code, out, err }),
      );
    });
    expect(ended).to.deep.equal(inShared);
  });
});

describe("ws2kit with a closed output pipe", () => {
  it("ends as after SIGPIPE, without a message", async () => {
    const child = spawn(process.execPath, [COMMAND, "profile", "show", "ce"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect({ code, err }).to.deep.equal({ code: 141, err: "" });
  });
});

describe("ws2kit on a target", () => {
  it("explains which entry serves a socket, by names or numbers", async () => {
    const named = await ws2kit("catalog", "why", "AF_INET", "SOCK_STREAM", "99", "--target", "ce");
    expect(named.out.split("\n").slice(0, 2)).to.deep.equal([
      "ce: socket(2, 1, 99)",
      "  1001 Tcpip [TCP/IP]: another protocol",
    ]);
    expect(named.out).to.contain("WSAEPROTONOSUPPORT (10043)");
    expect(await ws2kit("catalog", "why", "2", "1", "99", "--target", "ce")).to.deep.equal(named);
  });

  it("shows the rows in which two profiles differ, with the source of each", async () => {
    const { status, out } = await ws2kit("profile", "diff", "ce", "desktop");
    expect(status).to.equal(0);
    expect(out).to.contain("architecture.catalog\n  ce       live\n           reference §3");
    expect((await ws2kit("profile", "diff", "ce", "ce")).out).to.equal("");
  });

  it("is refused with 2 if no rule applies to the target or its lineage", async () => {
    const folder = mkdtempSync(fileURLToPath(new URL("target-", import.meta.url)));
    try {
      const ofTarget = { name: "newton", type: "module", exports: "./index.js", ws2kit: { target: "newton" } };
      writeFileSync(join(folder, "package.json"), JSON.stringify(ofTarget));
      writeFileSync(
        join(folder, "index.js"),
        `import { openMachine as open, profile as desktop } from "@ws2kit/target-desktop";
        export const profile = { ...desktop, name: "newton", lineage: ["newton"] };
        export const openMachine = open;`,
      );
      const { status, out, err } = await ws2kit("check", "--target", folder);
      expect({ status, out }).to.deep.equal({ status: 2, out: "" });
      expect(err).to.match(/no rule applies to the target ".*", because it extends none of desktop, ce/);
      expect(err).to.contain(". Make its profile with extendProfile from the profile of one of them.\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
