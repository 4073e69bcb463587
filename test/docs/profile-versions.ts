import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Profile } from "@ws2kit/core";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What `targets/<name>/profile.lock.json` says: the data of which version. */
export interface ProfileLock {
  readonly version: number;
  readonly sha256: string;
}

/** The lock that fits a profile as it is. */
export function lockOf({ version, ...data }: Profile): ProfileLock {
  return { version, sha256: createHash("sha256").update(JSON.stringify(data)).digest("hex") };
}

export function readLock({ name }: Profile): ProfileLock | null {
  const file = fileOf(name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ProfileLock) : null;
}

/** Writes a profile's lock. Throws for data that changed while the version did not. */
export function writeLock(profile: Profile): void {
  const [before, now] = [readLock(profile), lockOf(profile)];
  if (before?.version === now.version && before.sha256 !== now.sha256) {
    throw new Error(
      `the data of profile ${profile.name} changed: raise its version from ${now.version}, then run this again.`,
    );
  }
  writeFileSync(fileOf(profile.name), `${JSON.stringify(now)}\n`);
}

function fileOf(name: string): string {
  return `${ROOT}targets/${name}/profile.lock.json`;
}
