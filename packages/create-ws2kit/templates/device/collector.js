/** A collector for this computer: prints the readings that devices send. */
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";

const { port } = JSON.parse(readFileSync(new URL("src/config.json", import.meta.url), "utf8"));
createSocket("udp4")
  .on("message", (line) => process.stdout.write(line))
  .bind(port, () => console.log(`waiting for readings on UDP port ${port}; Ctrl-C ends it`));
