import {
  AF_INET,
  FD_ACCEPT,
  FROM_PROTOCOL_INFO,
  JL_BOTH,
  newWSAPROTOCOL_INFOW,
  SOCK_DGRAM,
  SOCK_STREAM,
  sockaddr_in,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_FLAG_OVERLAPPED,
  WSA_NOT_ENOUGH_MEMORY,
  type WSAEVENT,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { type Desk, holds, inMemory, onDesktop } from "../fixture/places.js";
import { hasLayerInBox, SYSTEMS } from "../fixture/systems.js";

/** Makes events until no handle is left. Returns the last. */
function fill(desk: Desk): WSAEVENT {
  for (let last = desk.event(); ; ) {
    const next = desk.event();
    if ((next as number) === 0) return last;
    last = next;
  }
}

describe("with a full handle table", () => {
  holds("socket and accept are WSAEMFILE", (desk) => {
    const listener = desk.listener();
    const client = desk.tcp();
    assert.equal(desk.connect(client, desk.name(listener)), 0);
    fill(desk);
    assert.equal(desk.told(desk.ws2.socket(AF_INET, SOCK_STREAM, 0)), "WSAEMFILE");
    assert.equal(desk.told(desk.ws2.accept(desk.nonBlocking(listener), null, null)), "WSAEMFILE");
  });

  holds(
    "accept leaves its connection to the next accept, and FD_ACCEPT is recorded for it",
    (desk) => {
      const listener = desk.listener();
      const events = desk.watch(listener, FD_ACCEPT);
      const client = desk.tcp();
      desk.connect(client, desk.name(listener));
      desk.send(client, "hello");
      events.records("ACCEPT");
      const last = fill(desk);
      for (let time = 0; time < 2; time++) {
        assert.equal(desk.told(desk.ws2.accept(listener, null, null)), "WSAEMFILE");
        assert.deepEqual(events.taken(), ["ACCEPT"]);
      }
      desk.ws2.WSACloseEvent(last);
      const accepted = desk.must(desk.ws2.accept(listener, null, null));
      assert.deepEqual(events.taken(), []);
      assert.equal(desk.select([accepted], null, null, 500), 1);
      assert.equal(desk.recv(accepted), "hello");
    },
    // a layer's handle is made after the base's
    ({ isTraced, system }) => !isTraced && !hasLayerInBox(system),
  );

  holds(
    "WSAJoinLeaf of a group works: the leaf is the socket itself",
    (desk) => {
      const ws2 = desk.ws2 as Program;
      const flags = WSA_FLAG_OVERLAPPED | WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;
      const s = desk.must(ws2.WSASocketW(AF_INET, SOCK_DGRAM, 0, null, 0, flags));
      fill(desk);
      assert.equal(ws2.WSAJoinLeaf(s, sockaddr_in("239.1.2.3", 0), 16, null, null, null, null, JL_BOTH), s);
    },
    (place) => onDesktop(place) && inMemory(place),
  );

  it("WSACreateEvent is WSA_NOT_ENOUGH_MEMORY, as on its page", () => {
    const ws2 = new Computer(SYSTEMS[0]).program();
    while ((ws2.WSACreateEvent() as number) !== 0);
    assert.equal(ws2.WSAGetLastError(), WSA_NOT_ENOUGH_MEMORY);
  });

  holds(
    "the import of a duplicate is WSAEMFILE",
    (desk) => {
      const ws2 = desk.ws2 as Program;
      const s = desk.udp();
      const info = newWSAPROTOCOL_INFOW();
      desk.must(ws2.WSADuplicateSocketW(s, ws2.processId, info));
      fill(desk);
      const copy = ws2.WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, info, 0, 0);
      assert.equal(desk.told(copy), "WSAEMFILE");
    },
    onDesktop,
  );
});
