import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder of this package, so that files written there can import the targets. */
const HERE = fileURLToPath(new URL(".", import.meta.url));

/** A program's body, with `machine` and `ws2`. */
export function program(body: string): string {
  return `import type { Machine } from "@ws2kit/target";

export default function main(machine: Machine): void {
${body}
}
`;
}

/** A folder with the applications of one test. */
export class Applications {
  readonly folder = mkdtempSync(join(HERE, "applications-"));

  /** Writes a file, and returns its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
