import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFirmware, findTarget, importTarget } from "@ws2kit/build";
import type { Profile } from "@ws2kit/core";
import { assert } from "chai";
import type { Ended, Engine } from "#cli/firmware/running.js";
import { CASES } from "./ecma419/cases.js";
import {
  type ExampleServer,
  freePort,
  httpServer,
  nameServer,
  redisServer,
  telemetryServer,
} from "./example-servers.js";

const EXAMPLES = fileURLToPath(new URL("../../../examples/sockets/", import.meta.url));
const ECMA419 = fileURLToPath(new URL("../../sockets/ecma419/program.ts", import.meta.url));
const HOST = "127.0.0.1";

/** Where programs run. */
export interface ProgramPlace {
  readonly engine: Engine;
  readonly target: string;
  /** The path of the C host, for the engine that needs it. */
  readonly host: string;
}

/** A program that is built for one engine and target, once for all of its runs. */
class Program {
  readonly #folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
  readonly #place: ProgramPlace;
  readonly #file: string;

  constructor(place: ProgramPlace) {
    this.#place = place;
    this.#file = join(this.#folder, `program.${place.engine.form === "module" ? "mjs" : "js"}`);
  }

  async build(app: string, settings: object): Promise<this> {
    const { engine, target } = this.#place;
    const config = join(this.#folder, "config.json");
    const defaults = JSON.parse(readFileSync(join(EXAMPLES, "config.json"), "utf8"));
    writeFileSync(config, JSON.stringify({ ...defaults, ...settings }));
    await buildFirmware({
      app,
      target,
      out: this.#file,
      config,
      form: engine.form,
      minify: engine.budgets !== undefined,
    });
    return this;
  }

  /** Runs it to its end, within the budgets of its target's device. */
  async run(): Promise<Ended & { readonly lines: readonly string[] }> {
    const { engine, target, host } = this.#place;
    const { profile } = await importTarget<{ readonly profile: Profile }>(findTarget(target, import.meta.dirname));
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const { ended } = await engine.start({ file: this.#file, budgets: profile.device, host, log });
    return { ...(await ended), lines };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Builds a program, runs it to a good end, and returns its lines. */
async function linesOf(place: ProgramPlace, app: string, settings: object): Promise<readonly string[]> {
  const program = await new Program(place).build(app, settings);
  try {
    const { outcome, message, lines } = await program.run();
    assert.equal(outcome, "done", `${message}\n${lines.join("\n")}`);
    return lines;
  } finally {
    program.remove();
  }
}

/** An example with its server: the settings for it, and what its lines must be. */
interface ExampleRun {
  readonly name: string;
  serve(): Promise<ExampleServer>;
  /** The key of its settings, if not its name. */
  readonly key?: string;
  readonly settings: object;
  check(lines: readonly string[]): void;
}

const EXAMPLE_RUNS: readonly ExampleRun[] = [
  {
    name: "redis",
    serve: redisServer,
    settings: {},
    // one value has a line break, at which the C host's output begins another line
    check: (lines) =>
      assert.deepEqual(
        lines.flatMap((line) => line.split("\r\n")),
        ["PING PONG", "starts 7", "greeting ¡hello", "there!"],
      ),
  },
  {
    name: "http",
    serve: httpServer,
    settings: { path: "/page" },
    check(lines) {
      assert.match(lines[0], /200 OK/);
      assert.equal(lines[2], "you asked for /page");
    },
  },
  {
    name: "dns",
    serve: nameServer,
    settings: { name: "device.example" },
    check: (lines) => assert.deepEqual(lines, ["device.example: 10.1.2.3, 10.1.2.4"]),
  },
  // in both styles
  ...["telemetry", "telemetry-calls"].map((name) => ({
    name,
    serve: telemetryServer,
    key: "telemetry",
    settings: { interval: 40, readings: 5 },
    check(lines: readonly string[]) {
      assert.equal(lines.filter((line) => line.startsWith("connected")).length, 2, "it connects again");
      assert.equal(lines[lines.length - 1], "stored 5");
    },
  })),
];

/** Runs one example against its server. */
export async function runExample(place: ProgramPlace, name: string): Promise<void> {
  const example = EXAMPLE_RUNS.find((each) => each.name === name);
  if (example === undefined) throw new Error(`no example ${name}`);
  const server = await example.serve();
  const settings = { [example.key ?? name]: { ...example.settings, host: HOST, port: server.port } };
  const lines = await linesOf(place, join(EXAMPLES, `${name}.ts`), settings);
  server.close();
  example.check(lines);
}

/** Two devices that chat: the second begins again until the first listens. */
async function runChat(place: ProgramPlace): Promise<void> {
  const port = await freePort();
  const settings = (listen: boolean) => ({ chat: { peer: HOST, listen, port } });
  const app = join(EXAMPLES, "chat.ts");
  const [near, far] = [
    await new Program(place).build(app, settings(true)),
    await new Program(place).build(app, settings(false)),
  ];
  const listening = near.run();
  let talking = await far.run();
  while (/WSAECONNREFUSED/.test(talking.message)) talking = await far.run();
  for (const { outcome, message, lines } of [await listening, talking]) {
    assert.equal(outcome, "done", message);
    const said = ["hello", "how are you?", "goodbye"].map((saying) => `${HOST} says ${saying}`);
    assert.deepEqual(lines, said);
  }
  near.remove();
  far.remove();
}

/** Defines the tests of the examples and of ECMA-419 in one engine, over this machine's loopback. */
export function testPrograms(engine: Engine, targets: readonly string[], host: string): void {
  for (const target of targets) {
    describe(`sockets on ${target}, in ${engine.title}, over loopback`, function () {
      this.timeout(120_000);
      const place = { engine, target, host };
      for (const { name } of EXAMPLE_RUNS) it(`examples/sockets: ${name}`, () => runExample(place, name));

      it("examples/sockets: two devices chat", () => runChat(place));

      it("ECMA-419", async () => {
        const lines = await linesOf(place, ECMA419, {});
        assert.deepEqual(
          lines,
          CASES.map(({ name }) => `pass: ${name}`),
        );
      });
    });
  }
}
