import {
  AF_INET,
  JL_BOTH,
  SOCK_DGRAM,
  SOCK_STREAM,
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
