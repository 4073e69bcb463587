import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { assert } from "chai";
import { WebSocket } from "ws";
import { Applications, program } from "./firmware.js";
import { COMMAND, ROOT, ws2kit } from "./ws2kit.js";

/** A message of the inspector's protocol. */
interface Message {
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Where a thread is paused. */
interface Frame {
  readonly functionName: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number };
}

/**
 * Connects to a process as a debugger does, lets its threads run, and resolves with the first place where one is
 * paused after its start: "main at app.ts:5". The thread then goes on.
 */
function firstPause(url: string): Promise<string> {
  const socket = new WebSocket(url);
  const maps = new Map<string, URL>();
  let id = 0;
  const send = (method: string, params: object = {}) => socket.send(JSON.stringify({ id: ++id, method, params }));
  const tellThread = (sessionId: unknown, method: string) =>
    send("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify({ id: ++id, method }) });
  socket.on("open", () => {
    send("NodeWorker.enable", { waitForDebuggerOnStart: true });
    send("Runtime.runIfWaitingForDebugger");
  });
  return new Promise((resolve) => {
    socket.on("message", (text) => {
      const { method, params = {} } = JSON.parse(String(text)) as Message;
      if (method === "NodeWorker.attachedToWorker") {
        for (const each of ["Debugger.enable", "Runtime.runIfWaitingForDebugger"]) tellThread(params.sessionId, each);
      }
      if (method !== "NodeWorker.receivedMessageFromWorker") return;
      const inner = { params: {}, ...(JSON.parse(String(params.message)) as Message) };
      if (inner.method === "Debugger.scriptParsed") {
        const { scriptId, sourceMapURL, url: script } = inner.params as Record<string, string>;
        if (sourceMapURL !== "") maps.set(scriptId, new URL(sourceMapURL, script));
      }
      if (inner.method !== "Debugger.paused") return;
      const [frame] = inner.params.callFrames as Frame[];
      if (inner.params.reason !== "Break on start") resolve(`${frame.functionName} at ${sourceOf(frame, maps)}`);
      tellThread(params.sessionId, "Debugger.resume");
    });
  });
}

function sourceOf({ location }: Frame, maps: ReadonlyMap<string, URL>): string {
  const map = new TraceMap(readFileSync(maps.get(location.scriptId) as URL, "utf8"));
  const { source, line } = originalPositionFor(map, { line: location.lineNumber + 1, column: location.columnNumber });
  return `${source?.split("/").pop()}:${line}`;
}

describe("ws2kit run --engine node --inspect", function () {
  this.timeout(120_000);
  const applications = new Applications();
  after(() => applications.remove());

  it("waits for a debugger, which stops in the application's source; then the program ends as it does alone", async () => {
    const text = program('  machine.platform.log("before");\n  debugger;\n  machine.platform.log("after");');
    const app = applications.write("stops.ts", text);
    const line = text.split("\n").findIndex((each) => each.includes("debugger")) + 1;
    const words = ["run", app, "--target", "ce", "--engine", "node", "--inspect", "0"];
    const child = spawn(process.execPath, [COMMAND, ...words], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    const paused = new Promise<string>((resolve) => {
      createInterface(child.stderr).on("line", (said) => {
        const [, url] = /^Debugger listening on (ws:\S+)$/.exec(said) ?? [];
        if (url === undefined) return;
        assert.equal(out, "");
        resolve(firstPause(url));
      });
    });
    assert.equal(await paused, `main at stops.ts:${line}`);
    const [status] = await once(child, "close");
    assert.equal(status, 0);
    assert.equal(out, "before\nafter\n");
  });

  it("ends with 2 for an address that is not this machine's", async () => {
    const app = applications.write("ends.ts", program(""));
    const words = ["--target", "ce", "--engine", "node", "--inspect", "192.0.2.1:80"];
    const { status, err } = await ws2kit("run", app, ...words);
    assert.equal(status, 2);
    assert.include(err, "no debugger can connect at 192.0.2.1:80: choose another with --inspect=host:port.\n");
  });
});
