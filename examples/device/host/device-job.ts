/**
 * `npm run device [host …]`: builds every host, or the named ones. For each host and target, it compiles the echo
 * server to an image, runs it, compares the echoed bytes, and prints the results.
 */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { builtTargets } from "@ws2kit/example-echo/built-targets";
import { colours } from "@ws2kit/example-echo/colours";
import { count, kib, milliseconds } from "@ws2kit/example-echo/units";
import { getBorderCharacters, table } from "table";
import { runEcho } from "./echo-run.js";
import { build, type Host, listHosts, missing, readHost } from "./hosts.js";
import { compileImage } from "./image.js";

const WORKLOAD = { connections: 4, bytes: 1024 * 1024, datagrams: 200 };
const TITLES = ["host", "program", "target", "image", "SHA-256", "boot ms", "heap after boot", "echoed", "verdict"];

async function main(): Promise<boolean> {
  const named = process.argv.slice(2);
  const hosts = named.length > 0 ? named.map(readHost) : listHosts();
  const rows: string[][] = [];
  let passed = true;
  for (const host of hosts) {
    const install = missing(host);
    if (install !== "") {
      console.log(colours.yellow(`${host.name}: skipped, because its tools are not installed: ${install}`));
      continue;
    }
    console.log(colours.dim(`${host.name}: ${host.title}`));
    await build(host);
    const { size } = await stat(host.program);
    if (host.runner === null) {
      rows.push([host.name, kib(size), "–", "–", "–", "–", "–", "–", "built, not run"]);
      continue;
    }
    for (const target of builtTargets()) {
      const row = await echo(host, target);
      passed &&= row.passed;
      rows.push([host.name, kib(size), target, ...row.cells]);
    }
  }
  console.log(
    table([TITLES.map((title) => colours.dim(title)), ...rows], {
      border: getBorderCharacters("norc"),
      drawHorizontalLine: (line, lines) => line <= 1 || line === lines,
    }),
  );
  return passed;
}

/** Runs one target's echo server on one host, and returns the cells of its row. */
async function echo(host: Host, target: string): Promise<{ cells: string[]; passed: boolean }> {
  const image = `dist/device/${host.name}/${target}-echo.img`;
  const bytes = await compileImage(host, `dist/${target}/echo.js`, target, image);
  const hash = createHash("sha256")
    .update(await readFile(image))
    .digest("hex")
    .slice(0, 8);
  try {
    const { figures, seconds } = await runEcho(host, [image], WORKLOAD);
    const rate = WORKLOAD.bytes / 1024 / 1024 / seconds;
    return {
      cells: [
        count(bytes),
        hash,
        milliseconds(figures.boot_ms),
        kib(figures.heap_after_boot),
        `${rate.toFixed(1)} MiB/s`,
        colours.green("every byte"),
      ],
      passed: true,
    };
  } catch (error) {
    const verdict = error instanceof Error ? error.message : String(error);
    return { cells: [count(bytes), hash, "–", "–", "–", colours.red(verdict)], passed: false };
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(colours.red(error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}
