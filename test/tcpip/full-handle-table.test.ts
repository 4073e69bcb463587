import { AF_INET, FROM_PROTOCOL_INFO, newWSAPROTOCOL_INFOW, SOCK_STREAM } from "@ws2kit/spi";
import { assert } from "chai";
import type { Program } from "../fixture/computer.js";
import { type Desk, holds, onDesktop } from "../fixture/places.js";

/** Makes events until no handle is left. */
function fill(desk: Desk): void {
  while (desk.event() !== 0);
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
