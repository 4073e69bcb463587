import { connect, listen } from "@ws2kit/sockets";
import { FD_READ, newWSANETWORKEVENTS } from "@ws2kit/spi";
import { assert } from "chai";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { bytes, closeAll, World } from "../sockets/world.js";

const CONNECTIONS = 20;

function suite(system: System): void {
  it("WSAEnumNetworkEvents polls only its socket, and does not lose events of other sockets", async () => {
    const world = new World(system);
    const [{ ws2, platform }, server] = [world.station(), world.station()];
    const listener = listen(server.ws2, { port: 7 });
    const ends = [];
    for (let n = 0; n < CONNECTIONS; n++) {
      const near = connect(ws2, { host: "10.0.0.2", port: 7 });
      const far = await world.run(listener.accept());
      ends.push(await world.run(near), far);
    }
    const sockets = ends.filter((_, i) => i % 2 === 0).map(({ handle }) => ({ handle, event: ws2.WSACreateEvent() }));
    for (const { handle, event } of sockets) ws2.WSAEventSelect(handle, event, FD_READ);
    for (const far of ends.filter((_, i) => i % 2 === 1)) await world.run(far.write(bytes("x")));
    // FD_READ of each is recorded, and nothing is received
    await world.settle();
    const { network } = platform;
    const available = network.available.bind(network);
    let asked = 0;
    network.available = (fd) => {
      asked++;
      return available(fd);
    };
    const happened = newWSANETWORKEVENTS();
    for (const { handle, event } of sockets) {
      happened.lNetworkEvents = 0;
      assert.equal(ws2.WSAEnumNetworkEvents(handle, event, happened), 0);
      assert.equal(happened.lNetworkEvents, FD_READ);
    }
    assert.isAtMost(asked, 2 * CONNECTIONS);
    network.available = available;
    for (const { event } of sockets) ws2.WSACloseEvent(event);
    await closeAll(world, listener, ...ends);
  });
}

for (const system of SYSTEMS) describe(`${system.name}: a poll of one socket`, () => suite(system));
