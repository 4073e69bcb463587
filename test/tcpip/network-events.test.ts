import { FD_ACCEPT, FD_CLOSE, FD_CONNECT, FD_OOB, FD_READ, FD_WRITE, MSG_OOB, SD_SEND } from "@ws2kit/spi";
import { assert } from "chai";
import { type Desk, holds, inMemory, onDesktop } from "../fixture/places.js";

const NOT_ACCEPT = FD_CONNECT | FD_READ | FD_OOB;

/** A connection whose accepted end is watched, with nothing recorded. */
function watched(desk: Desk, mask: number) {
  const { client, server } = desk.pair();
  const events = desk.watch(server, mask);
  desk.sleep(5);
  events.taken();
  return { client, server, events };
}

describe("network events that occur while the mask does not include them", () => {
  holds("FD_CLOSE is recorded once the mask includes it", (desk) => {
    const { client, events } = watched(desk, FD_READ);
    desk.ws2.closesocket(client);
    events.recordsNothing();
    events.select(FD_READ | FD_CLOSE);
    events.records("CLOSE");
    events.recordsNothing();
  });

  holds("FD_CLOSE of a reset has its code, even if a receive has reported the reset", (desk) => {
    for (const receives of [false, true]) {
      const { client, server, events } = watched(desk, FD_READ);
      desk.reset(client);
      desk.sleep();
      if (receives) assert.equal(desk.recv(server), "WSAECONNRESET");
      events.select(FD_CLOSE);
      events.records("CLOSE:WSAECONNABORTED");
    }
  });

  holds("FD_READ is recorded once the mask includes it, unless the data was read", (desk) => {
    const { client, server, events } = watched(desk, FD_CLOSE);
    desk.send(client, "abc");
    events.recordsNothing();
    events.select(FD_READ | FD_CLOSE);
    events.records("READ");
    events.select(FD_CLOSE);
    assert.equal(desk.recv(server), "abc");
    desk.send(client, "def");
    events.recordsNothing();
    assert.equal(desk.recv(server), "def");
    events.select(FD_READ);
    events.recordsNothing();
  });

  holds("FD_CONNECT is recorded once the mask includes it, with the code of a failure", (desk) => {
    const client = desk.tcp();
    const events = desk.watch(client, FD_WRITE);
    assert.equal(desk.connect(client, desk.name(desk.listener())), "WSAEWOULDBLOCK");
    events.records("WRITE");
    events.select(FD_CONNECT);
    events.records("CONNECT");
    events.select(FD_CONNECT | FD_WRITE);
    events.recordsNothing();
    const refused = desk.nonBlocking(desk.tcp());
    assert.equal(desk.connect(refused, desk.nobody()), "WSAEWOULDBLOCK");
    desk.until(() => desk.select(null, null, [refused]) === 1);
    desk.watch(refused, FD_CONNECT).records("CONNECT:WSAECONNREFUSED");
  });

  holds("FD_ACCEPT is recorded once the mask includes it, unless the connection was accepted", (desk) => {
    const listener = desk.listener();
    const events = desk.watch(listener, NOT_ACCEPT);
    desk.connect(desk.tcp(), desk.name(listener));
    events.recordsNothing();
    events.select(NOT_ACCEPT | FD_ACCEPT);
    events.records("ACCEPT");
    desk.must(desk.ws2.accept(listener, null, null));
    events.select(NOT_ACCEPT);
    desk.connect(desk.tcp(), desk.name(listener));
    desk.sleep();
    desk.must(desk.ws2.accept(listener, null, null));
    events.select(NOT_ACCEPT | FD_ACCEPT);
    events.recordsNothing();
  });

  holds("FD_ACCEPT is recorded if it was selected before the socket listens", (desk) => {
    for (const mask of [FD_ACCEPT, FD_ACCEPT | NOT_ACCEPT]) {
      const listener = desk.bound(desk.tcp());
      const events = desk.watch(listener, mask);
      desk.must(desk.ws2.listen(listener, 5));
      desk.connect(desk.tcp(), desk.name(listener));
      events.records("ACCEPT");
      desk.must(desk.ws2.accept(listener, null, null));
    }
  });

  holds("FD_OOB is recorded once the mask includes it", (desk) => {
    const { client, events } = watched(desk, FD_READ);
    desk.send(client, "!", 1);
    events.recordsNothing();
    events.select(FD_OOB);
    events.records("OOB");
  });
});

describe("FD_OOB", () => {
  holds(
    "is recorded again for a second urgent byte while the first waits, and for what waits after a receive",
    (desk) => {
      const { client, server, events } = watched(desk, FD_OOB | FD_READ | FD_CLOSE);
      for (const byte of ["a", "b"]) {
        desk.send(client, byte, MSG_OOB);
        events.records("OOB");
        events.recordsNothing();
      }
      assert.equal(desk.recv(server, 1, MSG_OOB), "a");
      events.records("OOB");
      assert.equal(desk.recv(server, 1, MSG_OOB), "b");
      events.recordsNothing();
    },
    inMemory,
  );
});

describe("network events that occur while another one is recorded", () => {
  holds("signal the event again after it is reported, and are not lost", (desk) => {
    const { client, events } = watched(desk, FD_READ | FD_CLOSE);
    desk.send(client, "abc");
    assert.isTrue(desk.isSignalled(events.event, 500), "the event is signalled");
    desk.ws2.closesocket(client);
    const found = { lNetworkEvents: 0, iErrorCode: [] };
    let all = 0;
    for (let reports = 0; all !== (FD_READ | FD_CLOSE) && reports < 2; reports++) {
      if (reports > 0) assert.isTrue(desk.isSignalled(events.event, 500), "the event is signalled again");
      desk.ws2.WSAEnumNetworkEvents(events.s, events.event, found);
      assert.equal(all & found.lNetworkEvents, 0, "an event that is reported twice");
      all |= found.lNetworkEvents;
    }
    assert.equal(all, FD_READ | FD_CLOSE);
    events.recordsNothing();
  });
});

describe("network events that are recorded, and not reported, when the mask changes", () => {
  const narrowed = (mask: number, cause: (client: number) => void) => (desk: Desk) => {
    const { client, events } = watched(desk, mask);
    cause.call(desk, client);
    assert.isTrue(desk.isSignalled(events.event, 500), "the event is signalled");
    events.select(FD_WRITE);
    desk.ws2.WSAEnumNetworkEvents(events.s, events.event, { lNetworkEvents: 0, iErrorCode: [] });
    events.select(mask);
    return events;
  };
  const close = function (this: Desk, client: number) {
    this.ws2.closesocket(client as never);
  };

  holds(
    "are reported once it includes them again",
    (desk) => narrowed(FD_CLOSE, close)(desk).records("CLOSE"),
    onDesktop,
  );
  holds(
    "are cleared",
    (desk) => narrowed(FD_CLOSE, close)(desk).recordsNothing(),
    (place) => !onDesktop(place),
  );
  holds(
    "are not recorded again once they were reported",
    (desk) => {
      const { client, server, events } = watched(desk, FD_READ | FD_CLOSE | FD_OOB);
      desk.send(client, "abc");
      events.records("READ");
      for (const mask of [FD_READ | FD_CLOSE, 0, FD_READ | FD_CLOSE]) events.select(mask);
      events.recordsNothing();
      desk.send(client, "def");
      events.records("READ");
      assert.equal(desk.recv(server, 2), "ab");
      events.records("READ");
      desk.ws2.shutdown(client, SD_SEND);
      events.records("CLOSE");
      for (const mask of [0, FD_READ | FD_CLOSE]) events.select(mask);
      events.recordsNothing();
    },
    onDesktop,
  );
});

describe("network events of a datagram socket that is selected before it is bound", () => {
  holds("FD_WRITE is recorded when bind names it", (desk) => {
    const s = desk.udp();
    const events = desk.watch(s, FD_WRITE);
    events.recordsNothing();
    desk.bound(s);
    events.records("WRITE");
    events.recordsNothing();
  });

  holds("FD_WRITE is recorded when a send names it", (desk) => {
    const s = desk.udp();
    const events = desk.watch(s, FD_WRITE);
    desk.sendto(s, "x", desk.name(desk.bound(desk.udp())));
    events.records("WRITE");
  });

  holds("FD_CONNECT and FD_WRITE are recorded when connect fixes its peer", (desk) => {
    const peer = desk.name(desk.bound(desk.udp()));
    const s = desk.udp();
    const events = desk.watch(s, FD_CONNECT | FD_WRITE | FD_READ);
    events.recordsNothing();
    assert.equal(desk.connect(s, peer), 0);
    desk.sleep();
    assert.deepEqual(events.taken(), ["WRITE", "CONNECT"]);
    events.recordsNothing();
    assert.equal(desk.connect(s, peer), 0);
    events.records("CONNECT");
    const late = desk.udp();
    assert.equal(desk.connect(late, peer), 0);
    desk.watch(late, FD_CONNECT).records("CONNECT");
  });
});

describe("network events and the calls that consume their cause", () => {
  holds("a receive of all data clears FD_READ, an accept FD_ACCEPT, and a send leaves FD_WRITE", (desk) => {
    const { client, server } = desk.pair();
    const events = desk.watch(server, FD_READ | FD_WRITE);
    desk.send(client, "abc");
    desk.sleep();
    assert.equal(desk.recv(server), "abc");
    assert.equal(desk.send(server, "x"), 1);
    assert.deepEqual(events.taken(), ["WRITE"]);
    const listener = desk.listener();
    const arrivals = desk.watch(listener, FD_ACCEPT);
    desk.connect(desk.tcp(), desk.name(listener));
    desk.sleep();
    desk.must(desk.ws2.accept(listener, null, null));
    assert.deepEqual(arrivals.taken(), []);
  });

  holds("a shutdown by the socket itself records no FD_CLOSE", (desk) => {
    const { client, events, server } = watched(desk, FD_CLOSE | FD_READ);
    desk.must(desk.ws2.shutdown(server, 2));
    events.recordsNothing();
    desk.must(desk.ws2.shutdown(client, SD_SEND));
    events.records("CLOSE");
  });
});
