/** A collector for this computer: prints the readings that devices send, and answers each with its number. */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const { port } = JSON.parse(readFileSync(new URL("src/config.json", import.meta.url), "utf8"));
createServer((device) => {
  device.on("error", (error) => console.log(error.message));
  createInterface({ input: device }).on("line", (line) => {
    console.log(line);
    device.write(`${line.split(" ")[1]}\n`);
  });
}).listen(port, () => console.log(`waiting for readings on TCP port ${port}; Ctrl-C ends it`));
