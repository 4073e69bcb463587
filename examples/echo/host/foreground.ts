/** One target's echo firmware in the foreground: `npm run echo -- ce`. */
import { builtTargets } from "./built-targets.js";
import { bootFirmware } from "./firmware.js";

try {
  await run(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(target: string | undefined): Promise<void> {
  const targets = builtTargets();
  if (target === undefined || !targets.includes(target)) {
    throw new Error(`npm run echo -- ${targets.join("|")}: say which target's firmware to run.`);
  }
  const firmware = await bootFirmware(target, (line) => console.log(`${target}: ${line}`));
  let stopping = false;
  const stop = () => {
    stopping = true;
    void firmware.stop();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  await firmware.broken.catch((error) => {
    if (!stopping) throw error;
  });
}
