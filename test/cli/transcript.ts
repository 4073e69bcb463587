import { spawnSync } from "node:child_process";
import { COMMAND } from "./ws2kit.js";

/** A command of a transcript, with what it prints and its exit code as a last line. */
export interface Entry {
  readonly command: string;
  readonly text: string;
}

/** The entries of a transcript: each begins with "$ ", and an empty line ends it. */
export function entriesOf(transcript: string): Entry[] {
  return transcript
    .split(/\n{2,}(?=\$ )/)
    .filter((part) => part.startsWith("$ "))
    .map((part) => {
      const [first, ...rest] = part.trimEnd().split("\n");
      return { command: first.slice(2), text: rest.join("\n") };
    });
}

/** Runs a command of a transcript in a folder. `NAME=value` before `ws2kit` sets a variable. */
export function played(command: string, folder: string): string {
  const words = command.split(" ");
  const begin = words.indexOf("ws2kit");
  const set = Object.fromEntries(words.slice(0, begin).map((word) => word.split("=", 2)));
  const ran = spawnSync(process.execPath, [COMMAND, ...words.slice(begin + 1)], {
    cwd: folder,
    env: { ...process.env, ...set, NO_COLOR: "1" },
    encoding: "utf8",
  });
  const text = `${ran.stdout}${ran.stderr}`
    .replaceAll(folder, "~")
    .replace(/ws2kit-\w{6}\b/g, "ws2kit-…")
    .trimEnd();
  return `${text}\n# exit code ${ran.status}`;
}
