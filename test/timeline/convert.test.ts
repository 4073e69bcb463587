import { readFileSync } from "node:fs";
import { installStack, record } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { MAKEWORD, newWSADATA } from "@ws2kit/spi";
import { BadTimeline, type CallEvent, chromeTrace, fieldsOf, readTimeline } from "@ws2kit/timeline/convert";
import { Ajv } from "ajv";
import { assert } from "chai";
import { converse, observedMachine, SYSTEMS } from "./observed.js";

const SCHEMA = JSON.parse(readFileSync("test/timeline/trace-event.schema.json", "utf8"));
const [desktop] = SYSTEMS;

/** The journal of the conversation on desktop. */
function journal(): string {
  const { ws2, text } = observedMachine(desktop);
  converse(ws2);
  return text();
}

describe("readTimeline", () => {
  it("reads a recording of the layer record, as one lane", () => {
    const machine = desktop.openMachine({ platform: memoryPlatform({ network: memoryNetwork(), log() {} }) });
    const lines: string[] = [];
    installStack(machine, [{ layer: "record" }], { record }, ({ line }) => void lines.push(line));
    const ws2 = machine.openProcess();
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    converse(ws2);
    const { lanes, events } = readTimeline(lines.join("\n"));
    assert.deepEqual(lanes, ["record.dll"]);
    const calls = events.filter((event): event is CallEvent => event.kind === "call");
    assert.includeMembers(
      calls.map(({ slot }) => slot),
      ["WSPSocket", "WSPConnect", "WSPAccept", "WSPRecv", "WSPSend", "WSPCloseSocket"],
    );
    assert.equal(calls.find(({ operation }) => operation !== undefined)?.operation?.bytes, 5);
  });

  it("reads a journal without events", () => {
    assert.deepInclude(readTimeline('{"~":"journal","version":1}\n'), { lanes: [], events: [], end: 0 });
  });

  it("leaves out a last line that is cut off", () => {
    const whole = journal();
    const { events } = readTimeline(whole);
    assert.isBelow(readTimeline(whole.slice(0, -20)).events.length, events.length);
  });

  const head = '{"~":"journal","version":1}\n';
  const bad = [
    { text: "", line: 1 },
    { text: "hello\n", line: 1 },
    { text: '{"~":"lane","lane":0,"name":"a"}\n', line: 1 },
    { text: `${head}{"~":"other"}\n`, line: 2 },
    { text: `${head}null\n`, line: 2 },
    { text: `${head}{"~":"host","host":"kitchen","t":20}\n`, line: 2 },
    { text: `${head}{"~":"wait","w":5}\n`, line: 2 },
    { text: `${head}{"~":"open","n":1}\n`, line: 2 },
    { text: `${head}{"~":"threw","n":1,"t":1}\n`, line: 2 },
    { text: '{"p":0,"version":1}\n{"w":5}\n', line: 2 },
  ];
  for (const { text, line } of bad) {
    it(`refuses ${JSON.stringify(text)} with the line`, () => {
      try {
        readTimeline(text);
        assert.fail("it was read");
      } catch (error) {
        assert.instanceOf(error, BadTimeline);
        assert.equal((error as BadTimeline).line, line);
        assert.match((error as BadTimeline).message, /neither a line of a trace nor of a recording/);
      }
    });
  }
});

describe("fieldsOf", () => {
  it("describes arguments by the names of Winsock's constants, and addresses and bytes as they are", () => {
    const { events } = readTimeline(journal());
    const fields = (slot: string) => {
      const event = events.find((each): each is CallEvent => each.kind === "call" && each.slot === slot) as CallEvent;
      return Object.fromEntries(fieldsOf(slot, event.given).map(({ name, text }) => [name, text]));
    };
    assert.deepInclude(fields("WSPSocket"), { af: "AF_INET", type: "SOCK_STREAM" });
    assert.deepInclude(fields("WSPConnect"), { name: "127.0.0.1:7007" });
    assert.deepInclude(fields("WSPRecv"), { data: "room for 16 bytes" });
    assert.deepInclude(fields("WSPSend"), { data: "5 bytes", flags: "0" });
  });
});

describe("chromeTrace", () => {
  const trace = () => JSON.parse(chromeTrace(readTimeline(journal())));

  it("is valid by the schema of the Trace Event Format", () => {
    const validate = new Ajv({ allErrors: true }).compile(SCHEMA);
    assert.isTrue(validate(trace()), JSON.stringify(validate.errors?.slice(0, 3)));
    assert.isFalse(validate({ traceEvents: [{ name: "x", ph: "X", ts: 0, pid: 1, tid: 1 }] }), "X needs a duration");
  });

  it("names a thread for each lane, and begins and ends each overlapped operation", () => {
    const { traceEvents } = trace();
    const threads = traceEvents.filter(({ name }: { name: string }) => name === "thread_name");
    assert.deepEqual(
      threads.slice(0, 3).map(({ args }: { args: { name: string } }) => args.name),
      ["application", "trace.dll", "meter.dll"],
    );
    const begun = traceEvents.filter(({ ph }: { ph: string }) => ph === "b");
    const ended = traceEvents.filter(({ ph }: { ph: string }) => ph === "e");
    const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id).sort();
    assert.isNotEmpty(begun);
    assert.deepEqual(ids(begun), ids(ended));
  });
});
