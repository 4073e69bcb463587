import { filter, meter, trace } from "@ws2kit/layers";
import { assert } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { runFirmware, TestApplication } from "./application.js";

const TEXT = `import { AF_INET, MAKEWORD, type Machine, newWSADATA, SOCK_STREAM } from "@ws2kit/target";
  export default function main(machine: Machine): void {
    const ws2 = machine.openProcess();
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    ws2.socket(AF_INET, SOCK_STREAM, 0);
  }`;

/** Sends itself a datagram, overlapped and not. */
const DATAGRAM = `import {
    AF_INET, MAKEWORD, type Machine, newWSABUF, newWSADATA, newWSAOVERLAPPED, ref, SOCK_DGRAM, sockaddr_in,
  } from "@ws2kit/target";
  export default function main(machine: Machine): void {
    const ws2 = machine.openProcess();
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    const name = sockaddr_in("127.0.0.1", 0);
    ws2.bind(s, name, name.length);
    ws2.getsockname(s, name, ref(name.length));
    const overlapped = newWSAOVERLAPPED();
    ws2.WSARecv(s, [newWSABUF(new Uint8Array(16))], 1, null, ref(0), overlapped, null);
    for (const bytes of [4, 5]) ws2.sendto(s, new Uint8Array(bytes), bytes, 0, name, name.length);
    ws2.WSAGetOverlappedResult(s, overlapped, ref(0), true, ref(0));
    ws2.recv(s, new Uint8Array(16), 16, 0);
    ws2.closesocket(s);
  }`;

describe("build: firmware with layers", function () {
  // a minified build asks the compiler for every public name
  this.timeout(60_000);
  let app: TestApplication;
  beforeEach(() => {
    app = new TestApplication({ "app.ts": TEXT });
  });
  afterEach(() => app.remove());

  it("contains only the named layers", async () => {
    const code = await app.build("ce", false, [{ layer: "trace", slots: ["WSPSocket"] }, { layer: "trace" }]);
    assert.include(code, trace.ProviderId);
    for (const { ProviderId } of [filter, meter]) assert.notInclude(code, ProviderId);
    const { lines, outcome } = await runFirmware(code);
    assert.equal(outcome, "done");
    const told = lines.map((line) => line as { code: string; args: [{ layer: string; slot: string }] });
    assert.deepEqual(
      told.map(({ code, args: [{ layer, slot }] }) => [code, layer, slot]),
      [
        ["layer-event", "trace", "WSPSocket"],
        ["layer-event", "trace", "WSPSocket"],
      ],
    );
  });

  // the differential test compares minified programs with their sources; this test takes ten seconds
  if (EVERYTHING)
    it("logs the same when it is minified", async () => {
      app.write("app.ts", DATAGRAM);
      const told = async (minify: boolean) => {
        const { lines, outcome } = await runFirmware(
          await app.build("ce", minify, [{ layer: "trace" }, { layer: "meter" }]),
        );
        assert.equal(outcome, "done");
        return lines.map((line) =>
          JSON.stringify(line)
            .replace(/"(at|took|\w*[rR]ate)":[\d.]+/g, '"$1":0')
            .replace(/127.0.0.1:\d+/g, "it"),
        );
      };
      const long = await told(false);
      assert.deepEqual(await told(true), long);
      assert.include(long.join(), '"room":16');
    });

  it("contains no code of layers if none are named", async () => {
    assert.notInclude(await app.build("ce"), "installStack");
  });

  it("is refused for an unknown layer or option", async () => {
    assert.match(
      await app.refusal("ce", [{ layer: "tracer" }]),
      /^\[ws2kit\] layer 0 .* is "tracer".*It contains: .*trace/,
    );
    assert.match(
      await app.refusal("ce", [{ layer: "filter", rule: [] }]),
      /^\[ws2kit\] filter\.rule: there is no such option/,
    );
  });

  it("has at most six", async () => {
    const layers = (n: number) => Array.from({ length: n }, () => ({ layer: "trace", slots: ["WSPSocket"] }));
    const { lines, outcome } = await runFirmware(await app.build("ce", false, layers(6)));
    assert.deepEqual([lines.length, outcome], [6, "done"]);
    assert.equal(
      await app.refusal("ce", layers(7)),
      "[ws2kit] the stack has 7 layers; a chain has room for 6 over the target's provider.",
    );
  });
});
