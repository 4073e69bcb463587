import { readFileSync } from "node:fs";
import { installLayer } from "@ws2kit/layers";
import type { ProviderModule } from "@ws2kit/spi";
import { expect } from "chai";
import ts from "typescript";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, machineOf, started } from "./ends.js";

const README = new URL("../../../packages/layers/README.md", import.meta.url);
const LAYERS = new URL("../../../packages/layers/lib/index.js", import.meta.url);

/** The source of the layers in README, as modules. */
async function written(): Promise<ProviderModule[]> {
  const blocks = readFileSync(README, "utf8").matchAll(/```ts\n(export default [\s\S]*?)```/g);
  const codes = [...blocks].map(([, code]) => {
    const source = `import { defineLayer, defineStreamFilter } from "${LAYERS}";\n${code}`;
    const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.ESNext } });
    return `data:text/javascript,${encodeURIComponent(outputText)}`;
  });
  return Promise.all(codes.map(async (url) => ((await import(url)) as { default: ProviderModule }).default));
}

for (const target of TARGET_NAMES) {
  describe(`the layers whose code README contains, on ${target}`, () => {
    it("can be installed, and data passes through them", async () => {
      const modules = await written();
      expect(modules.length).to.be.at.least(2);
      const machine = machineOf(target);
      modules.forEach((module, i) => {
        const path = `readme${i}.dll`;
        machine.installModule(path, module);
        const ProviderId = machine.describeModule(path)?.ProviderId as string;
        expect(installLayer(machine.openProcess(), path, { ProviderId, name: `README ${i}` })).to.equal(0);
      });
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      const [sent, received] = [Uint8Array.of(1, 2, 3), new Uint8Array(9)];
      expect([ws2.send(client, sent, 3, 0), ws2.recv(server, received, 9, 0)]).to.deep.equal([3, 3]);
      expect(received.subarray(0, 3)).to.deep.equal(sent);
    });
  });
}
