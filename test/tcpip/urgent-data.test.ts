import { FD_OOB, FIONREAD, MSG_OOB, SIOCATMARK, SO_OOBINLINE, SOL_SOCKET } from "@ws2kit/spi";
import { assert } from "chai";
import { holds, inMemory, onDesktop } from "../fixture/places.js";

describe("urgent data", () => {
  holds("is read once, even if SO_OOBINLINE is set afterwards", (desk) => {
    const { client, server } = desk.pair();
    desk.nonBlocking(server);
    desk.send(client, "A", MSG_OOB);
    desk.sleep();
    assert.equal(desk.recv(server, 9, MSG_OOB), "A");
    desk.set(server, SOL_SOCKET, SO_OOBINLINE, 1);
    assert.equal(desk.recv(server), "WSAEWOULDBLOCK");
  });

  holds(
    "of two bytes is read in order, and records FD_OOB for each",
    (desk) => {
      const { client, server } = desk.pair();
      const events = desk.watch(server, FD_OOB);
      desk.send(client, "data");
      for (const text of ["a", "b"]) desk.send(client, text, MSG_OOB);
      events.records("OOB");
      assert.equal(desk.ioctl(server, FIONREAD), 4);
      assert.equal(desk.recv(server, 1, MSG_OOB), "a");
      events.records("OOB");
      assert.equal(desk.recv(server, 1, MSG_OOB), "b");
      events.recordsNothing();
      assert.equal(desk.recv(server), "data");
    },
    inMemory,
  );

  holds(
    "is marked while it waits (SIOCATMARK)",
    (desk) => {
      const { client, server } = desk.pair();
      desk.nonBlocking(server);
      const mark = () => desk.ioctl(server, SIOCATMARK);
      assert.deepEqual([mark(), desk.ioctl(desk.tcp(), SIOCATMARK)], [1, 1]);
      desk.send(client, "data");
      desk.send(client, "a", MSG_OOB);
      desk.sleep();
      assert.deepEqual([mark(), desk.recv(server), mark()], [0, "data", 0]);
      assert.equal(desk.recv(server, 1, MSG_OOB), "a");
      assert.equal(mark(), 1);
      desk.send(client, "b", MSG_OOB);
      desk.sleep();
      desk.set(server, SOL_SOCKET, SO_OOBINLINE, 1);
      assert.deepEqual([desk.ioctl(server, FIONREAD), mark(), desk.recv(server), mark()], [1, 0, "b", 1]);
      desk.send(client, "c", MSG_OOB);
      desk.sleep();
      assert.deepEqual([desk.ioctl(server, FIONREAD), mark(), desk.recv(server)], [1, 1, "c"]);
    },
    onDesktop,
  );
});
