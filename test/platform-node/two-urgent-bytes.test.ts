import { MSG_OOB, READY_IN, READY_PRI, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { assert } from "chai";
import { Loopback } from "./loopback.js";

/**
 * What is sent (an urgent byte in capitals), what MSG_OOB reads of it, and what else is read. The kernel stores one
 * urgent byte: an earlier one stays in the stream, or is lost where nothing stands before it. See `linux/limits`.
 */
const COURSES: readonly (readonly [sent: string, urgent: string, ordinary: string])[] = [
  ["xA", "A", "x"],
  ["xABy", "B", "xAy"],
  ["xAmBy", "B", "xAmy"],
  ["ABy", "B", "y"],
];

describe("platform-node: two urgent bytes at once", () => {
  const net = new Loopback();
  afterEach(() => net.close());

  for (const [sent, urgent, ordinary] of COURSES) {
    it(`${sent}: no byte is read twice, and MSG_OOB reads the last`, () => {
      const { client, server } = net.pair();
      for (const byte of sent) net.send(client, byte, byte === byte.toUpperCase() ? MSG_OOB : 0);
      net.until(server, READY_PRI);
      const bytes = new Uint8Array(1);
      assert.equal(net.network.recv(server, bytes, 0, 1, MSG_OOB), 1);
      assert.equal(String.fromCharCode(bytes[0]), urgent);
      assert.equal(net.network.recv(server, bytes, 0, 1, MSG_OOB), -WSAEWOULDBLOCK);
      let read = "";
      while (read.length < ordinary.length) {
        net.until(server, READY_IN);
        read += net.recv(server);
      }
      assert.equal(read, ordinary);
      assert.equal(net.network.recv(server, bytes, 0, 1, 0), -WSAEWOULDBLOCK);
    });
  }
});
