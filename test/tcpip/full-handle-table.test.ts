import {
  AF_INET,
  CF_ACCEPT,
  JL_BOTH,
  type LPCONDITIONPROC,
  SG_UNCONSTRAINED_GROUP,
  SO_GROUP_ID,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_FLAG_OVERLAPPED,
  WSA_NOT_ENOUGH_MEMORY,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import {
  acceptsOnceThereIsRoom,
  fillHandleTable,
  opensDuplicateOnceThereIsRoom,
} from "../fixture/full-handle-table.js";
import { holds, inMemory, onDesktop } from "../fixture/places.js";
import { SYSTEMS } from "../fixture/systems.js";

describe("with a full handle table", () => {
  holds("socket and accept are WSAEMFILE", (desk) => {
    const listener = desk.listener();
    const client = desk.tcp();
    assert.equal(desk.connect(client, desk.name(listener)), 0);
    fillHandleTable(desk);
    assert.equal(desk.told(desk.ws2.socket(AF_INET, SOCK_STREAM, 0)), "WSAEMFILE");
    assert.equal(desk.told(desk.ws2.accept(desk.nonBlocking(listener), null, null)), "WSAEMFILE");
  });

  holds("accept leaves its connection to the next accept, and FD_ACCEPT is recorded for it", acceptsOnceThereIsRoom);

  holds(
    "accept leaves the group that its condition function has named",
    (desk) => {
      const { ws2 } = desk;
      const first = desk.must(ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, SG_UNCONSTRAINED_GROUP, 0));
      const g = desk.get(first, SOL_SOCKET, SO_GROUP_ID) as number;
      const listener = desk.listener();
      assert.equal(desk.connect(desk.tcp(), desk.name(listener)), 0);
      desk.sleep();
      const events = fillHandleTable(desk);
      const condition: LPCONDITIONPROC = (...args) => {
        (args[6] as { value: number }).value = g;
        return CF_ACCEPT;
      };
      assert.equal(desk.told(ws2.WSAAccept(listener, null, null, condition, 0)), "WSAEMFILE");
      desk.must(ws2.closesocket(first));
      for (const event of events) ws2.WSACloseEvent(event);
      assert.equal(desk.told(ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, g, 0)), "WSAEINVAL", "the group is left");
    },
    onDesktop,
  );

  holds(
    "WSAJoinLeaf of a group works: the leaf is the socket itself",
    (desk) => {
      const ws2 = desk.ws2 as Program;
      const flags = WSA_FLAG_OVERLAPPED | WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;
      const s = desk.must(ws2.WSASocketW(AF_INET, SOCK_DGRAM, 0, null, 0, flags));
      fillHandleTable(desk);
      assert.equal(ws2.WSAJoinLeaf(s, sockaddr_in("239.1.2.3", 0), 16, null, null, null, null, JL_BOTH), s);
    },
    (place) => onDesktop(place) && inMemory(place),
  );

  it("WSACreateEvent is WSA_NOT_ENOUGH_MEMORY, as on its page", () => {
    const ws2 = new Computer(SYSTEMS[0]).program();
    while ((ws2.WSACreateEvent() as number) !== 0);
    assert.equal(ws2.WSAGetLastError(), WSA_NOT_ENOUGH_MEMORY);
  });

  holds("the import of a duplicate is WSAEMFILE, and can be done later", opensDuplicateOnceThereIsRoom, onDesktop);
});
