#!/usr/bin/env node
// npm links this file when it installs, before anything is compiled.
import { existsSync } from "node:fs";

// the reader of the output closed it, as head does: exit as SIGPIPE would
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(128 + 13);
});

const main = new URL("../lib/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error("[ws2kit] not compiled yet: run npm run build, then this again.");
  process.exitCode = 3;
}
