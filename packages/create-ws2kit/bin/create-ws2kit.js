#!/usr/bin/env node
// npm links this file when it installs, before anything is compiled.
import { existsSync } from "node:fs";

const main = new URL("../lib/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error("[ws2kit] not compiled yet: run npm run build, then this again.");
  process.exitCode = 3;
}
