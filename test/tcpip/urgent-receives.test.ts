import { MSG_OOB, newWSABUF, newWSAOVERLAPPED, ref, WSS_OPERATION_IN_PROGRESS } from "@ws2kit/spi";
import { assert } from "chai";
import { type Desk, holds } from "../fixture/places.js";

/** A pending receive of up to four bytes: its structure and its buffer. */
function receive(desk: Desk, s: number, flags = 0, overlapped = newWSAOVERLAPPED(desk.event())) {
  const buf = new Uint8Array(4);
  const { ws2 } = desk;
  const code = desk.told(ws2.WSARecv(s as never, [newWSABUF(buf)], 1, null, ref(flags), overlapped, null));
  assert.equal(code, "WSA_IO_PENDING");
  return { overlapped, text: () => Buffer.from(buf).toString("latin1").replace(/\0+$/, "") };
}

describe("the fields of an overlapped operation", () => {
  holds("InternalHigh does not change while a receive is pending", (desk) => {
    const { client, server } = desk.pair();
    desk.nonBlocking(server);
    const overlapped = newWSAOVERLAPPED(desk.event());
    overlapped.InternalHigh = 0xdead;
    receive(desk, server, 0, overlapped);
    desk.sleep();
    assert.deepEqual([overlapped.Internal, overlapped.InternalHigh], [WSS_OPERATION_IN_PROGRESS, 0xdead]);
    desk.send(client, "abc");
    desk.until(() => overlapped.Internal !== WSS_OPERATION_IN_PROGRESS);
    assert.deepEqual([overlapped.Internal, overlapped.InternalHigh], [0, 3]);
  });
});

describe("an overlapped receive of urgent data", () => {
  holds("waits for urgent data, and ignores other data", (desk) => {
    const { client, server } = desk.pair();
    desk.send(client, "data");
    desk.sleep();
    const { overlapped, text } = receive(desk, server, MSG_OOB);
    desk.sleep();
    assert.equal(overlapped.Internal, WSS_OPERATION_IN_PROGRESS);
    desk.send(client, "!", MSG_OOB);
    desk.until(() => overlapped.Internal !== WSS_OPERATION_IN_PROGRESS);
    assert.deepEqual([overlapped.Internal, overlapped.InternalHigh, text()], [0, 1, "!"]);
    assert.equal(desk.recv(server), "data");
  });

  holds("does not wait for a receive of normal data, nor this for it", (desk) => {
    const { client, server } = desk.pair();
    const urgent = receive(desk, server, MSG_OOB);
    const plain = receive(desk, server);
    desk.send(client, "data");
    desk.until(() => plain.overlapped.Internal !== WSS_OPERATION_IN_PROGRESS);
    assert.deepEqual([plain.text(), urgent.overlapped.Internal], ["data", WSS_OPERATION_IN_PROGRESS]);
    const later = receive(desk, server);
    desk.send(client, "!", MSG_OOB);
    desk.until(() => urgent.overlapped.Internal !== WSS_OPERATION_IN_PROGRESS);
    assert.deepEqual([urgent.text(), later.overlapped.Internal], ["!", WSS_OPERATION_IN_PROGRESS]);
    desk.ws2.closesocket(server);
    desk.sleep();
    assert.notEqual(later.overlapped.Internal, WSS_OPERATION_IN_PROGRESS);
  });

  holds("ends when the peer closes or resets the connection, and when the socket closes", (desk) => {
    for (const end of ["close", "reset", "own"]) {
      const { client, server } = desk.pair();
      const { overlapped } = receive(desk, server, MSG_OOB);
      if (end === "reset") desk.reset(client);
      else desk.ws2.closesocket(end === "own" ? server : client);
      desk.until(() => overlapped.Internal !== WSS_OPERATION_IN_PROGRESS);
      assert.notEqual(overlapped.Internal, WSS_OPERATION_IN_PROGRESS, end);
    }
  });
});
