import { CF_ACCEPT, CF_REJECT, MAX_PROTOCOL_CHAIN } from "@ws2kit/spi";
import { assert } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import {
  acceptsOnceThereIsRoom,
  fillHandleTable,
  opensDuplicateOnceThereIsRoom,
} from "../fixture/full-handle-table.js";
import { Desk, onDesktop, PLACES } from "../fixture/places.js";
import { KINDS, type LayersOfAKind } from "./kinds.js";
import { installStack } from "./stack.js";

const DEPTHS = EVERYTHING ? [1, 3, 6] : [1, 3];

/** Declares a test through layers of every kind. */
function holdsThroughLayers(
  rule: string,
  run: (desk: Desk) => void,
  where: (place: (typeof PLACES)[number], kind: LayersOfAKind) => boolean = () => true,
): void {
  describe(rule, () => {
    for (const place of PLACES.filter(({ isTraced }) => !isTraced)) {
      for (const kind of KINDS.filter((each) => where(place, each))) {
        for (const depth of DEPTHS) {
          it(`${place.name}, through ${depth}: ${kind.name}`, () => {
            const desk = new Desk(place, (machine) => {
              // a system that ships a layer has room for one fewer
              const chains = machine.catalog.entries.map((entry) => entry.ProtocolChain.ChainLen);
              const count = Math.min(depth, MAX_PROTOCOL_CHAIN - Math.max(...chains));
              const codes = installStack(machine, new Array(count).fill(kind.overrides), kind.passesHandles);
              assert.deepEqual(codes, new Array(count).fill(0));
            });
            try {
              run(desk);
            } finally {
              desk.close();
            }
          });
        }
      }
    }
  });
}

describe("layers with a full handle table", () => {
  holdsThroughLayers("accept fails, and the next accept returns the connection", acceptsOnceThereIsRoom);

  holdsThroughLayers("a duplicate can be opened later", opensDuplicateOnceThereIsRoom, onDesktop);

  holdsThroughLayers("without a connection, accept is WSAEWOULDBLOCK", (desk) => {
    const listener = desk.nonBlocking(desk.listener());
    fillHandleTable(desk);
    assert.equal(desk.told(desk.ws2.accept(listener, null, null)), "WSAEWOULDBLOCK");
  });

  holdsThroughLayers("the condition function decides first, and its rejection is final", (desk) => {
    const listener = desk.nonBlocking(desk.listener());
    desk.connect(desk.tcp(), desk.name(listener));
    fillHandleTable(desk);
    let answer = CF_ACCEPT;
    const accept = () => desk.told(desk.ws2.WSAAccept(listener, null, null, () => answer, 0));
    desk.until(() => desk.select([listener], null, null) === 1);
    assert.equal(accept(), "WSAEMFILE");
    answer = CF_REJECT;
    assert.equal(accept(), "WSAECONNREFUSED");
    assert.equal(accept(), "WSAEWOULDBLOCK");
  });

  holdsThroughLayers("an exception of the condition function leaks no handle", (desk) => {
    const listener = desk.listener();
    desk.connect(desk.tcp(), desk.name(listener));
    const { handles } = desk.machine.counters;
    const condition = () => {
      throw new Error("from the condition");
    };
    assert.equal(desk.told(desk.ws2.WSAAccept(listener, null, null, condition, 0)), "WSAEFAULT");
    assert.equal(desk.machine.counters.handles, handles);
  });
});
