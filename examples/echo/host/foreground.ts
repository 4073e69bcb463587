/** One target's echo firmware in the foreground: `npm run echo -- ce`. */
import { listTargets } from "@ws2kit/build";
import { bootFirmware } from "./firmware.js";

const target = process.argv[2] ?? "";
const targets = listTargets(import.meta.dirname);
if (!targets.includes(target)) {
  console.error(`npm run echo -- ${targets.join("|")}: say which target's firmware to run.`);
  process.exit(1);
}
try {
  const firmware = await bootFirmware(target, (line) => console.log(`${target}: ${line}`));
  process.once("SIGINT", () => void firmware.stop());
  process.once("SIGTERM", () => void firmware.stop());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
