import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as layers from "@ws2kit/layers";
import { layerEventText } from "@ws2kit/layers/words";
import { memoryNetwork } from "@ws2kit/platform-memory";
import { codeText } from "@ws2kit/rules";
import { FD_READ, MAX_PROTOCOL_CHAIN, newWSABUF, ref, sockaddr_in } from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected } from "./ends.js";
import { stacked } from "./machines.js";

const SRC = join(import.meta.dirname, "../../../packages/layers/src");

/** The shipped layers, by name. */
const BOX = new Map(
  Object.entries(layers).flatMap(([name, value]) =>
    typeof value === "object" && "ProviderId" in value ? [[name, value.ProviderId] as const] : [],
  ),
);

/** The last 32 bits of an identifier, and the rest. */
function partsOf(ProviderId: string): [head: string, tail: number] {
  return [ProviderId.slice(0, -8), parseInt(ProviderId.slice(-8), 16)];
}

describe("the shipped layers", () => {
  it("have different identifiers, even if a stack contains a layer several times", () => {
    const taken = new Map<string, string>();
    for (const [name, ProviderId] of BOX) {
      const [head, tail] = partsOf(ProviderId);
      for (let n = 0; n < 2 * MAX_PROTOCOL_CHAIN; n++) {
        const id = `${head} ${tail + n}`;
        expect(taken.get(id), `an identifier of ${name}`).to.equal(undefined);
        taken.set(id, name);
      }
    }
  });

  const index = readFileSync(join(SRC, "index.ts"), "utf8");
  for (const name of BOX.keys()) {
    it(`have a folder with README and tests: ${name}`, () => {
      const [, folder = ""] = new RegExp(`\\b${name}\\b[^}]*} from "\\./(\\w+)/`).exec(index) ?? [];
      expect(existsSync(join(SRC, folder, "README.md")), `${folder}/README.md`).to.equal(true);
      expect(readdirSync(join(SRC, folder)).some((file) => file.endsWith(".test.ts"))).to.equal(true);
    });
  }

  it("import the kit, and no other layer", () => {
    const folders = new Set([...BOX.keys(), "record"].filter((name) => existsSync(join(SRC, name))));
    for (const folder of folders) {
      for (const file of readdirSync(join(SRC, folder)).filter((name) => name.endsWith(".ts"))) {
        const text = readFileSync(join(SRC, folder, file), "utf8");
        const others = [...text.matchAll(/from "\.\.\/(\w+)\//g)]
          .map(([, other]) => other)
          .filter((to) => folders.has(to));
        expect(others, `${folder}/${file}`).to.deep.equal([]);
      }
    }
  });
});

for (const target of TARGET_NAMES) {
  describe(`the events of several layers on ${target}`, () => {
    it("are reported in the order of their times, and so are their lines", () => {
      const { fault, filter, meter, trace } = layers;
      const rows = [
        { layer: "trace" },
        { layer: "filter", rules: [{ verdict: "deny", port: 25 }] },
        { layer: "fault", latency: 2, shortReads: 0.5 },
        { layer: "meter", every: 1 },
        { layer: "trace" },
      ] as const;
      const network = memoryNetwork();
      const { ws2, events, machine } = stacked(target, rows, { fault, filter, meter, trace }, network);
      const host = (machine.platform as unknown as { host: string }).host;
      network.link(host, host, { latency: 3 });
      const [client, server] = connected(ws2);
      for (let round = 0; round < 4; round++) {
        const buffer = new Uint8Array(64);
        ws2.WSASend(client, [newWSABUF(new Uint8Array(64))], 1, ref(0), 0, null, null);
        ws2.recv(server, buffer, buffer.length, 0);
      }
      ws2.connect(client, sockaddr_in("127.0.0.1", 25), 16);
      ws2.WSAEventSelect(client, ws2.WSACreateEvent(), FD_READ);
      ws2.closesocket(client);
      ws2.closesocket(server);
      ws2.WSACleanup();

      const times: number[] = events.map(({ at }) => at);
      expect(new Set(events.map(({ layer }) => layer))).to.have.all.keys("trace", "filter", "fault", "meter");
      expect(times).to.deep.equal([...times].sort((a, b) => a - b));
      const inLines = events.map((event) => parseFloat(layerEventText(event, codeText)));
      expect(inLines).to.deep.equal([...inLines].sort((a, b) => a - b));
      expect(new Set(times).size, "several times").to.be.above(3);
    });
  });
}
