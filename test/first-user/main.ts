/**
 * Publishes every package to a registry on the loopback, plays a first user's session with it, and compares the session
 * with `docs/first-user.md`; with --write, writes that page.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../cli/ws2kit.js";
import { startRegistry } from "./registry.js";
import { play } from "./session.js";

const PAGE = join(ROOT, "docs", "first-user.md");
const HEAD = `# A first session

This is what a new user's shell shows, from an empty folder to firmware in three engines and a checked provider. The packages come
from a registry. \`npm run first-user\` plays the session with a registry on the loopback, and fails if this page differs; with
\`-- --write\` it writes the page. "…" stands for a time or a size that differs between machines.

`;

const folder = mkdtempSync(join(tmpdir(), "ws2kit-user-"));
const registry = await startRegistry(join(folder, "registry"));
try {
  const home = join(folder, "home");
  mkdirSync(home);
  const began = Date.now();
  const page = HEAD + play(home, registry.environment, readFileSync(PAGE, "utf8"));
  const [load] = loadavg();
  console.log(
    `the session took ${Math.round((Date.now() - began) / 1000)} s on Node ${process.versions.node}, with a load of ${load.toFixed(1)}`,
  );
  if (process.argv.includes("--write")) writeFileSync(PAGE, page);
  else compare(page, readFileSync(PAGE, "utf8"));
} finally {
  registry.stop();
  rmSync(folder, { recursive: true });
}

function compare(page: string, written: string): void {
  const [now, then] = [page.split("\n"), written.split("\n")];
  const at = now.findIndex((line, index) => line !== then[index]);
  if (at < 0 && now.length === then.length) return;
  const line = at < 0 ? now.length : at;
  console.error(`docs/first-user.md:${line + 1} is stale:\n- ${then[line]}\n+ ${now[line]}`);
  console.error("npm run first-user -- --write writes the page again.");
  process.exitCode = 1;
}
