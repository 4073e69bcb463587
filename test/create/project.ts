import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createProject, type ProjectOptions } from "create-ws2kit";
import { ROOT } from "../cli/ws2kit.js";

/** What a script of a project printed, and its exit code. */
export interface ScriptRun {
  readonly status: number;
  readonly output: string;
}

/** Projects in a temporary folder, which use the packages of this checkout as npm would install them. */
export class Projects {
  // within the checkout, so that npx finds its packages
  readonly folder = mkdtempSync(join(ROOT, "dist", "project-"));

  /** Creates a project, and returns its folder. */
  create(name: string, options: Omit<ProjectOptions, "folder" | "source">): string {
    const folder = join(this.folder, name);
    createProject({ ...options, folder, source: "registry" });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Runs a script of a project's package.json. */
export async function run(folder: string, script: string): Promise<ScriptRun> {
  try {
    const { stdout, stderr } = await promisify(execFile)("npm", ["run", "--silent", script], { cwd: folder });
    return { status: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, output: stdout + stderr };
  }
}
