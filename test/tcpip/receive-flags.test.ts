import { MSG_OOB, MSG_PARTIAL, MSG_PEEK, MSG_WAITALL, newWSABUF, newWSAOVERLAPPED, ref } from "@ws2kit/spi";
import { assert } from "chai";
import { holds, onDesktop } from "../fixture/places.js";

describe("MSG_WAITALL", () => {
  holds("is refused on a non-blocking socket, and with MSG_PEEK, MSG_OOB and MSG_PARTIAL", (desk) => {
    const { client, server } = desk.pair();
    desk.send(client, "abc");
    desk.sleep();
    for (const flag of [MSG_PEEK, MSG_OOB, MSG_PARTIAL]) {
      assert.equal(desk.recv(server, 3, MSG_WAITALL | flag), "WSAEOPNOTSUPP");
    }
    desk.nonBlocking(server);
    assert.equal(desk.recv(server, 3, MSG_WAITALL), "WSAEOPNOTSUPP");
    const overlapped = newWSAOVERLAPPED(desk.event());
    const buffers = [newWSABUF(new Uint8Array(3))];
    assert.equal(
      desk.told(desk.ws2.WSARecv(server, buffers, 1, ref(0), ref(MSG_WAITALL), overlapped, null)),
      "WSAEOPNOTSUPP",
    );
    assert.equal(desk.recv(server), "abc", "nothing is taken");
  });

  holds("is refused on a datagram socket", (desk) => {
    assert.equal(desk.recv(desk.bound(desk.udp()), 3, MSG_WAITALL), "WSAEOPNOTSUPP");
  });
});

describe("a receive of 0 bytes", () => {
  holds("waits until data arrives, consumes no data, and ends with the stream", (desk) => {
    const { client, server } = desk.pair();
    desk.timeout(server, 50);
    assert.equal(desk.recv(server, 0), "WSAETIMEDOUT");
    desk.send(client, "abc");
    assert.equal(desk.recv(server, 0), "");
    assert.equal(desk.recv(server), "abc");
    desk.ws2.closesocket(client);
    assert.equal(desk.recv(server, 0), "");
  });

  holds("reports a reset, and WSAEWOULDBLOCK on a non-blocking socket", (desk) => {
    const { client, server } = desk.pair();
    desk.nonBlocking(server);
    assert.equal(desk.recv(server, 0), "WSAEWOULDBLOCK");
    desk.reset(client);
    desk.sleep();
    assert.equal(desk.recv(server, 0), "WSAECONNRESET");
  });

  holds("waits on a datagram socket too, and cuts the datagram", (desk) => {
    const s = desk.timeout(desk.bound(desk.udp()), 50);
    assert.equal(desk.recv(s, 0), "WSAETIMEDOUT");
    desk.sendto(desk.udp(), "abc", desk.name(s));
    assert.equal(desk.recv(s, 0), "WSAEMSGSIZE");
  });

  holds(
    "waits where it is overlapped",
    (desk) => {
      const { client, server } = desk.pair();
      const overlapped = newWSAOVERLAPPED(desk.event());
      const buffers = [newWSABUF(new Uint8Array(0))];
      assert.equal(desk.told(desk.ws2.WSARecv(server, buffers, 1, null, ref(0), overlapped, null)), "WSA_IO_PENDING");
      desk.send(client, "abc");
      assert.isTrue(desk.isSignalled(overlapped.hEvent as never, 500));
      assert.equal(desk.recv(server), "abc");
    },
    onDesktop,
  );
});
