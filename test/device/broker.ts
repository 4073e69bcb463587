import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The test's own mosquitto. It stores acknowledged messages in a folder, also when it is ended. */
export class Mosquitto {
  readonly #folder = mkdtempSync(join(tmpdir(), "mosquitto-"));
  #child: ChildProcess | undefined;
  port = 0;

  /** Starts it, first on a free port and later on the same port. Resolves when clients can connect. */
  async start(): Promise<void> {
    if (this.port === 0) this.port = await freePort();
    const config = join(this.#folder, "mosquitto.conf");
    const lines = [`listener ${this.port} 127.0.0.1`, "allow_anonymous true", "persistence true", "user root"];
    writeFileSync(config, [...lines, `persistence_location ${this.#folder}/`, ""].join("\n"));
    this.#child = spawn("mosquitto", ["-c", config], { stdio: "ignore" });
    while (!(await answers(this.port))) {
      if (this.#child.exitCode !== null) throw new Error(`mosquitto ended with ${this.#child.exitCode}`);
    }
  }

  /** Ends it as a system does when it shuts down. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.#folder, { recursive: true });
  }
}

/** mosquitto_sub, which prints delivered messages and reconnects when the broker restarts. */
export class Subscriber {
  /** Every delivered line. */
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  #heard: (() => void)[] = [];

  constructor(port: number, topic: string) {
    const words = ["-p", String(port), "-t", topic, "-q", "1", "-i", "counter", "--disable-clean-session"];
    this.#child = spawn("mosquitto_sub", words, { stdio: ["ignore", "pipe", "inherit"] });
    if (this.#child.stdout === null) throw new Error("mosquitto_sub has no pipe");
    createInterface(this.#child.stdout).on("line", (line) => {
      this.lines.push(line);
      for (const resolve of this.#heard.splice(0)) resolve();
    });
  }

  /** Resolves when this number of different lines was delivered. */
  async has(count: number): Promise<void> {
    while (new Set(this.lines).size < count) await new Promise<void>((resolve) => this.#heard.push(resolve));
  }

  end(): void {
    this.#child.kill("SIGTERM");
  }
}

/** A proxy before the broker, which can fail as a network does. */
export class Way {
  /** "mute" accepts connections and bytes, and sends nothing; "open" forwards them to the broker. */
  state: "mute" | "open" = "open";
  port = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #frozen = new Set<Socket>();

  constructor(brokerPort: () => number) {
    this.#server = createServer((caller) => {
      this.#keep(caller);
      if (this.state === "mute") {
        caller.resume();
        return;
      }
      const broker = this.#keep(connect(brokerPort(), "127.0.0.1"));
      this.#forward(caller, broker);
      this.#forward(broker, caller);
    });
  }

  async start(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = (this.#server.address() as { readonly port: number }).port;
  }

  /** The present connections stay open, but transfer nothing any more, not even their end. */
  freeze(): void {
    for (const socket of this.#sockets) this.#frozen.add(socket);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    return socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
  }

  #forward(from: Socket, to: Socket): void {
    from.on("data", (bytes) => this.#frozen.has(from) || to.write(bytes));
    from.on("close", () => this.#frozen.has(from) || to.destroy());
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Whether a program listens there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => setTimeout(() => resolve(false), 20));
    socket.once("connect", () => socket.destroy());
  });
}
