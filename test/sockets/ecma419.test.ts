import { ecma419 } from "@ws2kit/sockets/ecma419";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { CASES } from "./ecma419/cases.js";
import { nothingIsOpen, World } from "./world.js";

/** In Node, on the simulated network. */
function suite(system: System): void {
  for (const { name, run } of CASES) {
    it(name, async () => {
      const world = new World(system);
      const [near, far] = [world.station(), world.station()];
      const classes = { near: ecma419(near.ws2), far: ecma419(far.ws2) };
      const { getsockopt } = near.ws2;
      await world.run(Promise.resolve(run({ ...classes, address: "10.0.0.2", getsockopt })));
      await world.settle();
      nothingIsOpen(world);
    });
  }

  it("UDP: packets to a multicast group reach the sockets that have joined it", async () => {
    const world = new World(system);
    const [near, far] = [world.station(), world.station()].map(({ ws2 }) => ecma419(ws2));
    const multicast = "239.1.2.3";
    await world.run(
      new Promise<void>((resolve) => {
        const sender = new near.UDP({ multicast, timeToLive: 1 });
        new far.UDP({
          port: 5000,
          multicast,
          timeToLive: 1,
          onReadable() {
            this.close();
            sender.close();
            resolve();
          },
        });
        sender.write(new Uint8Array(1), multicast, 5000);
      }),
    );
    nothingIsOpen(world);
  });
}

for (const system of SYSTEMS) describe(`${system.name}: ECMA-419`, () => suite(system));
