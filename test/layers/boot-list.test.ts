import { type BootRow, defineLayer, installAtBoot, installLayer } from "@ws2kit/layers";
import { AF_INET, SOCK_STREAM, WSANO_RECOVERY } from "@ws2kit/spi";
import { expect } from "chai";
import { CE, extending } from "../fixture/systems.js";
import { machineOf } from "./ends.js";
import { layerId } from "./stack.js";

for (const { name: target } of extending(CE)) {
  describe(`layers of the boot list on ${target}`, () => {
    it("are installed by Order at every boot: the catalog is not stored", () => {
      const row = (n: number, Order?: number): BootRow => ({
        Order,
        install: (ws2) => installLayer(ws2, `layer${n}.dll`, { ProviderId: layerId(n), name: `Layer ${n}` }),
      });
      const failing: BootRow = { Order: 1, install: () => WSANO_RECOVERY };
      const boot = () => {
        const machine = machineOf(target);
        const bare = machine.openProcess().explainSocket(AF_INET, SOCK_STREAM, 0).chain;
        for (const n of [1, 2, 3]) {
          const definition = { ProviderId: layerId(n), name: `Layer ${n}`, attach: () => ({}) };
          machine.installModule(`layer${n}.dll`, defineLayer(definition));
        }
        const codes = installAtBoot(machine.openProcess(), [row(1), row(2, 2), failing, row(3, 1)]);
        const { chain } = machine.openProcess().explainSocket(AF_INET, SOCK_STREAM, 0);
        return { codes, bare, chain };
      };
      for (const { codes, bare, chain } of [boot(), boot()]) {
        expect(codes).to.deep.equal([WSANO_RECOVERY, 0, 0, 0]);
        const names = chain.map(({ entry }) => entry?.szProtocol);
        expect(names.slice(0, 3)).to.deep.equal(["Layer 1", "Layer 2", "Layer 3"]);
        expect(chain.slice(3)).to.deep.equal(bare);
      }
    });
  });
}
