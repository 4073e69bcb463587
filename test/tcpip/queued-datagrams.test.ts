import { FD_READ, newWSABUF, newWSAOVERLAPPED, ref } from "@ws2kit/spi";
import { assert } from "chai";
import { holds } from "../fixture/places.js";

describe("network events of datagrams that arrive before the first is read", () => {
  holds("FD_READ is recorded again after a receive, while another datagram is queued", (desk) => {
    const s = desk.bound(desk.udp());
    const events = desk.watch(s, FD_READ);
    const to = desk.name(s);
    for (const text of ["first", "second", "third"]) desk.sendto(desk.udp(), text, to);
    desk.sleep();
    events.taken();
    assert.equal(desk.recv(s), "first");
    events.records("READ");
    assert.equal(desk.recv(s, 2), "WSAEMSGSIZE");
    events.records("READ");
    assert.equal(desk.recv(s), "third");
    events.recordsNothing();
  });

  holds("FD_READ is recorded again after an overlapped receive, while another datagram is queued", (desk) => {
    const s = desk.bound(desk.udp());
    const events = desk.watch(s, FD_READ);
    const to = desk.name(s);
    for (const text of ["first", "second", "third"]) desk.sendto(desk.udp(), text, to);
    desk.sleep();
    events.taken();
    const receive = (room: number) =>
      desk.ws2.WSARecv(s, [newWSABUF(new Uint8Array(room))], 1, ref(0), ref(0), newWSAOVERLAPPED(), null);
    assert.equal(receive(9), 0);
    events.records("READ");
    assert.equal(receive(2), -1);
    events.records("READ");
    assert.equal(receive(9), 0);
    events.recordsNothing();
  });
});
