import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ROOT } from "../cli/ws2kit.js";

/**
 * The registry's program; 6.8 is the last that runs on Node 20. It asks for node-fetch by a tag, which not every mirror
 * of npm's registry has.
 */
const PROGRAM = { dependencies: { verdaccio: "6.8.0" }, overrides: { "node-fetch": "2.7.0" } };

/** A registry on this machine's loopback that has every package of this checkout, and passes on other requests. */
export interface Registry {
  readonly url: string;
  /** The environment in which npm uses this registry and an empty cache. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): void;
}

/** Starts a registry with its files in `folder`, and publishes every package and target. */
export async function startRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  writeFileSync(join(folder, "config.yaml"), configuration(folder));
  writeFileSync(join(folder, "package.json"), JSON.stringify(PROGRAM));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: folder });
  const program = join(folder, "node_modules/verdaccio/bin/verdaccio");
  const server = spawn(process.execPath, [program, "--config", join(folder, "config.yaml"), "--listen", url], {
    stdio: "ignore",
  });
  await answers(url, server);
  const settings = join(folder, "npmrc");
  // npm publishes with a token only; this registry accepts any
  writeFileSync(settings, `registry=${url}\n//127.0.0.1:${port}/:_authToken=any\n`);
  const environment = {
    ...withoutNpm(process.env),
    NPM_CONFIG_USERCONFIG: settings,
    NPM_CONFIG_CACHE: join(folder, "cache"),
    NPM_CONFIG_UPDATE_NOTIFIER: "false",
    NPM_CONFIG_FUND: "false",
    NPM_CONFIG_AUDIT: "false",
    NO_COLOR: "1",
  };
  for (const room of ["packages", "targets"]) {
    for (const name of readdirSync(join(ROOT, room))) {
      execFileSync("npm", ["publish", "--silent", "--registry", url], {
        cwd: join(ROOT, room, name),
        env: environment,
      });
    }
  }
  return { url, environment, stop: () => void server.kill() };
}

/**
 * An environment without the variables that npm sets for the programs that it starts. `npm create` would read them as
 * its own settings: under `npx -c`, `npm_config_call` would replace its command.
 */
export function withoutNpm(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^npm_/i.test(name)));
}

function configuration(folder: string): string {
  const upstream = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  return `storage: ${join(folder, "storage")}
uplinks:
  upstream:
    url: ${upstream}
    maxage: 60m
packages:
  "@ws2kit/*":
    access: $all
    publish: $all
  create-ws2kit:
    access: $all
    publish: $all
  "**":
    access: $all
    proxy: upstream
log:
  type: stdout
  level: error
`;
}

/** Waits until the registry answers. Throws if its program ends before. */
async function answers(url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    try {
      if ((await fetch(`${url}-/ping`)).ok) return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`verdaccio ended with ${server.exitCode}.`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
