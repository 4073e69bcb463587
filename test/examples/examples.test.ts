import type { PublicMachine } from "@ws2kit/core";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { WSA_OPERATION_ABORTED, WSAECONNREFUSED, WSAEINTR, WSAETIMEDOUT } from "@ws2kit/spi";
import { assert } from "chai";
import { CE, DESKTOP, type System } from "../fixture/systems.js";
import { Peer } from "./peer.js";
import { mainOf } from "./program.js";

/** Runs an example on a simulated network, and returns its lines. */
async function run(example: string, system: System, config: object, prepare: (network: Network) => void) {
  const network = memoryNetwork();
  const lines: string[] = [];
  const log = (...values: unknown[]) => void lines.push(values.join(" "));
  const machine = system.openMachine({ platform: memoryPlatform({ network, host: "here", log }) });
  const main = await mainOf(example, system, config);
  prepare(network);
  main(machine as PublicMachine);
  assert.equal(machine.counters.sockets, 0, "sockets that the example has left open");
  return lines;
}

type Network = ReturnType<typeof memoryNetwork>;

describe("examples/threads", () => {
  it("closes, cancels and terminates from a second thread while the first waits", async () => {
    const lines = await run("threads/threads", DESKTOP, {}, () => {});
    assert.deepEqual(lines, [
      `closed: ${WSAEINTR}`,
      `cancelled: ${WSA_OPERATION_ABORTED}`,
      "terminated: 0",
      "exit code: 42",
    ]);
  });
});

describe("examples/messages", () => {
  it("forwards a client's messages to the others, until a client ends the chat", async () => {
    const heard: string[] = [];
    const lines = await run("messages/messages", DESKTOP, {}, (network) => {
      const peer = new Peer(network, "peer");
      for (const [at, name] of ["ann", "bob", "eve"].entries()) {
        const note = (_: unknown, text: string | null) => void heard.push(`${name} ${text}`);
        peer.call(10 * at, "10.0.0.1", 7010, note, (connection) => {
          peer.after(100, () => connection.say(`${name} is here`));
          if (name === "bob") peer.after(300, () => connection.close());
          if (name === "eve") peer.after(500, () => connection.say("\x04"));
        });
      }
    });
    assert.sameMembers(
      heard.filter((line) => line.endsWith("is here")),
      [
        "ann bob is here",
        "ann eve is here",
        "bob ann is here",
        "bob eve is here",
        "eve ann is here",
        "eve bob is here",
      ],
    );
    assert.deepEqual(lines, [
      "listening 0.0.0.0:7010",
      "1 in the room",
      "2 in the room",
      "3 in the room",
      "2 in the room",
    ]);
  });

  it("stores bytes that a client does not read, and disconnects a client with too many", async () => {
    const lines = await run("messages/messages", DESKTOP, {}, (network) => {
      const peer = new Peer(network, "peer");
      peer.call(
        0,
        "10.0.0.1",
        7010,
        () => {},
        (connection) => {
          for (let i = 0; i < 40; i++) peer.after(100 + 10 * i, () => connection.say("x".repeat(16_384)));
          peer.after(2000, () => connection.say("\x04"));
        },
      );
      // connected, but it never reads
      peer.connectDeaf(10, "10.0.0.1", 7010);
    });
    assert.deepEqual(lines.slice(-2), ["2 in the room", "1 in the room"]);
  });
});

/** A host that knows one user, and closes the connection after its answer. */
function fingerServer(network: Network, port: number): void {
  new Peer(network, "far").serve(port, (connection, text) => {
    if (text === null) return;
    connection.say(`Login: ${text.trim()}\r\nNo `);
    connection.say("plan.\r\n");
    connection.close();
  });
}

const PORTS: readonly (readonly [example: string, systems: readonly System[]])[] = [
  ["port/finger", [DESKTOP, CE]],
  ["port/winfinger", [DESKTOP]],
];

for (const [example, systems] of PORTS) {
  const name = example.slice("port/".length);
  for (const system of systems) {
    describe(`examples/${example} on ${system.name}`, () => {
      const ask = (config: object, prepare: (network: Network) => void = () => {}) =>
        run(example, system, config, prepare);

      it("finds the host and the service by name, and prints the answer", async () => {
        const lines = await ask({ query: "ann@far.test", service: "finger" }, (network) => {
          fingerServer(network, 79);
          network.name("far.test", ["10.0.0.2"]);
        });
        assert.deepEqual(lines, ["Login: ann", "No plan."]);
      });

      it("accepts a numeric address and a port number", async () => {
        const lines = await ask({ query: "ann@10.0.0.2", service: "7979" }, (network) => fingerServer(network, 7979));
        assert.deepEqual(lines, ["Login: ann", "No plan."]);
      });

      it("prints why it cannot reach a host", async () => {
        const refused = await ask({ query: "ann@127.0.0.1", service: "finger" });
        assert.match(refused.join(), new RegExp(`^${name}: .*error ${WSAECONNREFUSED}$`));
        const unknown = await ask({ query: "ann@nobody.test", service: "finger" });
        assert.match(unknown.join(), new RegExp(`^${name}: .*error 11001$`));
      });
    });
  }
}

describe("examples/port/finger", () => {
  it("waits ten seconds for a host that never answers", async () => {
    const lines = await run("port/finger", DESKTOP, { query: "ann@10.0.0.2", service: "finger" }, (network) => {
      new Peer(network, "far").serve(79, () => {});
    });
    assert.deepEqual(lines, [`finger: error ${WSAETIMEDOUT}`]);
  });
});
