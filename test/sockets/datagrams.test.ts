import { openDatagram } from "@ws2kit/sockets";
import { assert } from "chai";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { bytes, closeAll, fails, text, World } from "./world.js";

function suite(system: System): void {
  async function pair() {
    const world = new World(system);
    const [client, server] = [world.station(), world.station()];
    const far = await openDatagram(server.ws2, { port: 7 });
    return { world, client, far };
  }

  it("deliver messages with their sender", async () => {
    const { world, client, far } = await pair();
    const near = await openDatagram(client.ws2);
    const serving = (async () => {
      for await (const { bytes, from } of far) await far.send(bytes, from);
    })();
    await near.send(bytes("one"), { host: "10.0.0.2", port: 7 });
    await near.send(new Uint8Array(0), { host: "10.0.0.2", port: 7 });
    const first = await world.run(near.receive());
    assert.deepEqual(first.from, { host: "10.0.0.2", port: 7 });
    assert.equal(text(first.bytes), "one");
    assert.lengthOf((await world.run(near.receive())).bytes, 0);
    await closeAll(world, near, far);
    await serving;
  });

  it("can have a peer, whose unreachable port is reported; without a peer it is ignored", async () => {
    const { world, client, far } = await pair();
    const [near, other] = [
      await openDatagram(client.ws2, { peer: { host: "10.0.0.2", port: 9 } }),
      await openDatagram(client.ws2),
    ];
    await near.send(bytes("?"));
    await other.send(bytes("?"), { host: "10.0.0.2", port: 9 });
    await world.run(fails(near.receive(), "WSAECONNRESET"));
    await world.run(fails(other.receive({ timeout: 100 }), "WSAETIMEDOUT"));
    await closeAll(world, near, other, far);
  });

  it("longer than the receiver allows fail with WSAEMSGSIZE, and the next one is received", async () => {
    const { world, client, far } = await pair();
    const near = await openDatagram(client.ws2, { peer: { host: "10.0.0.2", port: 7 } });
    await near.send(new Uint8Array(2049));
    await near.send(new Uint8Array(2048));
    await world.run(fails(far.receive(), "WSAEMSGSIZE"));
    assert.lengthOf((await world.run(far.receive())).bytes, 2048);
    await fails(near.send(new Uint8Array(70_000)), "WSAEMSGSIZE");
    await closeAll(world, near, far);
  });

  it("reach every host if broadcast is allowed", async () => {
    const { world, client, far } = await pair();
    const near = await openDatagram(client.ws2, { broadcast: true });
    const shy = await openDatagram(client.ws2);
    const everyone = { host: "255.255.255.255", port: 7 };
    await fails(shy.send(bytes("all"), everyone), "WSAEACCES");
    await near.send(bytes("all"), everyone);
    assert.equal(text((await world.run(far.receive())).bytes), "all");
    await closeAll(world, near, shy, far);
  });
}

for (const system of SYSTEMS) describe(`${system.name}: datagrams as promises`, () => suite(system));
