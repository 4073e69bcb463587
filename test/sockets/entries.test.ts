import { CODES } from "@ws2kit/rules";
import { Cancellation, WinsockError } from "@ws2kit/sockets";
import { consoleOf } from "@ws2kit/sockets/console";
import { explain } from "@ws2kit/sockets/explain";
import { Decoder, decode, encode, lines, readText, writeText } from "@ws2kit/sockets/text";
import { every, sleep } from "@ws2kit/sockets/time";
import { assert } from "chai";
import fc from "fast-check";
import { DESKTOP } from "../fixture/systems.js";
import { closeAll, fails, pair, World } from "./world.js";

describe("sockets/text", () => {
  const strict = (data: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(data);

  it("writes text as TextEncoder does", () => {
    const any = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
    const unit = fc.constantFrom(
      "a",
      "é",
      "€",
      "\u{1f600}",
      "\ud83d",
      "\ude00",
      "\0",
      "\uffff",
      "\u07ff",
      "\u0800",
      "\x80",
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(unit, any), maxLength: 8 }), (text) =>
        assert.deepEqual(encode(text), new Uint8Array(new TextEncoder().encode(text))),
      ),
    );
  });

  it("reads valid and invalid UTF-8 as TextDecoder does, in any pieces", () => {
    const interesting = fc.constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc1,
      0xc2,
      0xe0,
      0xa0,
      0x9f,
      0xed,
      0xef,
      0xf0,
      0x90,
      0xf4,
      0x8f,
      0xf5,
      0xff,
    );
    const data = fc.oneof(
      fc.uint8Array(),
      fc.array(interesting, { maxLength: 8 }).map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(data, fc.nat(8), (all, cut) => {
        assert.equal(decode(all), strict(all));
        const decoder = new Decoder();
        const text = decoder.decode(all.subarray(0, cut)) + decoder.decode(all.subarray(cut)) + decoder.end();
        assert.equal(text, strict(all));
      }),
      { numRuns: 500 },
    );
  });

  it("reads lines, and the rest, of a connection", async () => {
    const world = new World(DESKTOP);
    const { near, far, listener } = await pair(world);
    await world.run(writeText(near, "eins\r\nzwölf\n\n€").then(() => near.end()));
    const seen: string[] = [];
    const reading = (async () => {
      for await (const line of lines(far)) {
        seen.push(line);
        if (line === "") break;
      }
      return readText(far);
    })();
    assert.equal(await world.run(reading), "€");
    assert.deepEqual(seen, ["eins", "zwölf", ""]);
    await closeAll(world, near, far, listener);
  });
});

describe("sockets/time", () => {
  it("sleeps by the machine's clock, unless it is cancelled", async () => {
    const world = new World(DESKTOP);
    const { ws2, platform } = world.station();
    await world.run(sleep(ws2, 1500));
    assert.equal(platform.now(), 1500);
    const cancellation = new Cancellation();
    const sleeping = sleep(ws2, 1000, { signal: cancellation.signal });
    cancellation.cancel();
    await fails(sleeping, "WSA_OPERATION_ABORTED");
    await fails(sleep(ws2, 1000, { signal: cancellation.signal }), "WSA_OPERATION_ABORTED");
    assert.equal(world.stations[0].machine.dueIn, -1);
  });

  it("counts the intervals that a slow loop has missed, and ends with its loop", async () => {
    const world = new World(DESKTOP);
    const { ws2, platform, machine } = world.station();
    const seen: [number, number][] = [];
    const loop = (async () => {
      for await (const passed of every(ws2, 100)) {
        seen.push([passed, platform.now()]);
        if (seen.length === 2) await sleep(ws2, 350);
        if (seen.length === 4) break;
      }
    })();
    await world.run(loop);
    assert.deepEqual(seen, [
      [1, 100],
      [1, 200],
      [3, 550],
      [1, 600],
    ]);
    assert.equal(machine.dueIn, -1);
    const cancellation = new Cancellation();
    const cancelled = every(ws2, 100, { signal: cancellation.signal }).next();
    cancellation.cancel();
    await fails(cancelled, "WSA_OPERATION_ABORTED");
    assert.equal(machine.dueIn, -1);
  });
});

describe("sockets/console", () => {
  it("writes lines to the machine's log", () => {
    const seen: unknown[][] = [];
    const console = consoleOf({ platform: { log: (...values) => void seen.push(values) } });
    console.log("a", 1, null);
    console.warn("b");
    console.error(new Error("c"));
    assert.deepEqual(seen, [["a 1 null"], ["warning: b"], ["error: Error: c"]]);
  });
});

describe("sockets/explain, and the names of codes", () => {
  it("every name is that of the rules, and every code that sockets return has a name", () => {
    for (const [name, { value }] of Object.entries(CODES)) {
      const error = new WinsockError(value, "connect", "", -1);
      assert.include([name, "WinsockError"], error.name);
    }
    for (let code = 9_990; code < 11_010; code++) {
      const { name } = new WinsockError(code, "connect", "", -1);
      if (name !== "WinsockError") assert.equal(CODES[name as keyof typeof CODES]?.value, code, name);
    }
  });

  it("contains the rule's text, and the usual remedy", () => {
    const { text, help } = explain(new WinsockError(CODES.WSAECONNREFUSED.value, "connect", "10.0.0.1:80", 8));
    assert.equal(text, CODES.WSAECONNREFUSED.text);
    assert.match(help, /start the server/);
    assert.deepEqual(explain({ code: 4711 }), { text: "", help: "" });
  });
});
