import { readFileSync } from "node:fs";
import { firmwareConfig, listTargets } from "@ws2kit/build";
import { WSAECONNREFUSED } from "@ws2kit/spi";
import { assert } from "chai";
import { type Plugin, rollup } from "rollup";
import { EVERYTHING } from "../fixture/everything.js";
import { runFirmware, TestApplication } from "./application.js";

const MAIN = "export default function main(machine: Machine): void";
const APP = `
  import { type Machine, profile } from "@ws2kit/target";
  import { greeting } from "./part/greeting.js";
  ${MAIN} { machine.platform.log(greeting(profile.name), machine.profile.name); }
`;
const GREETING = 'export const greeting = (name: string): string => "hello " + name;';

/** By default one target, not minified; minified firmware runs in the tests below. */
const TARGETS = EVERYTHING ? listTargets(import.meta.dirname) : ["ce"];

describe("build: firmware", function () {
  // a minified build asks the compiler for every public name
  this.timeout(60_000);
  let app: TestApplication | undefined;
  afterEach(() => {
    app?.remove();
    app = undefined;
  });
  const application = (text: string, parts: Readonly<Record<string, string>> = {}) => {
    app = new TestApplication({ "app.ts": text, ...parts });
    return app;
  };

  for (const target of TARGETS) {
    it(`is one module for ${target} that runs when it is evaluated`, async () => {
      const code = await application(APP, { "part/greeting.ts": GREETING }).build(target, EVERYTHING);
      assert.notMatch(code, /^\s*(?:import|export)\b/m);
      assert.deepEqual(await runFirmware(code), { lines: [`hello ${target} ${target}`], outcome: "done", message: "" });
    });
  }

  it("builds README's program, whose connect is refused", async () => {
    const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
    const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const { lines, outcome } = await runFirmware(await application(program.replace("7007", "1")).build("ce"));
    assert.deepEqual({ lines, outcome }, { lines: [`connect: ${WSAECONNREFUSED}`], outcome: "done" });
  });

  it("builds the guide's program with its configuration", async () => {
    const guide = readFileSync(new URL("../../../docs/firmware.md", import.meta.url), "utf8");
    const [, program = ""] = /```ts\n([\s\S]*?)```/.exec(guide) ?? [];
    const [, config = ""] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
    assert.include(await application(program, { "config.json": config }).build("ce"), "kitchen");
    app?.remove();
    assert.match(
      await application(program).refusal("ce"),
      /app\.ts:1:20: there is no @ws2kit\/config: write a config\.json in the application's folder, or name another file/,
    );
  });

  it("reports how to install a package that an application imports", async () => {
    const text = `import { encode } from "@ws2kit/texts/utf-8";\n${APP}`;
    assert.match(
      await application(text).refusal("ce"),
      /app\.ts:1:24: @ws2kit\/texts is not installed: run npm install @ws2kit\/texts \(TS2307\)/,
    );
  });

  it("lists the entries of an installed package for an entry that it lacks", async () => {
    const text = `import { encode } from "@ws2kit/sockets/texts";\nimport "@ws2kit/core/wait";\n${APP}`;
    const refusal = await application(text).refusal("ce");
    assert.match(
      refusal,
      /app\.ts:1:24: @ws2kit\/sockets has no entry "texts": import @ws2kit\/sockets or .*\/text or /,
    );
    assert.match(refusal, /app\.ts:2:8: @ws2kit\/core has no entry "wait": import @ws2kit\/core \(TS\d+\)/);
    assert.notInclude(refusal, "not installed");
  });

  for (const minify of EVERYTHING ? [false, true] : [false])
    it(`leaves the names of a configuration as they are in JSON${minify ? ", minified" : ""}`, async () => {
      const text = `import config from "@ws2kit/config"; import type { Machine } from "@ws2kit/target";
        ${MAIN} { machine.platform.log(JSON.stringify(config)); }`;
      const config = '{"__proto__":{"a":1},"b":{"__proto__":"\\"__proto__\\": 1"},"__proto__":null,"c":"\u2028"}';
      const { lines, outcome } = await runFirmware(
        await application(text, { "config.json": config }).build("ce", minify),
      );
      const same: object = JSON.parse(config);
      assert.deepEqual({ lines, outcome }, { lines: [JSON.stringify(same)], outcome: "done" });
    });

  it("completes the operations that main left pending", async () => {
    const text = `import type { Machine } from "@ws2kit/target";
      ${MAIN} {
        machine.installModule("later.dll", (platform, imports) => {
          imports.runLater(() => platform.log("posted"));
          return { protocols: [] } as never;
        });
        machine.describeModule("later.dll");
      }`;
    assert.deepEqual((await runFirmware(await application(text).build("ce"))).lines, ["posted"]);
  });

  it("contains only the functions that some module names, in an identifier or in a string", async () => {
    const text = `import { type Machine } from "@ws2kit/target";
      import { tell } from "./part/tell.js";
      ${MAIN} {
        const ws2 = machine.openProcess();
        tell(ws2, (line) => machine.platform.log(line, ws2["htons"](1), ws2.inet_ntoa(0x0100007f)));
        machine.platform.log("getaddrinfo" in ws2);
      }`;
    const tell = `export const tell = (ws2: { readonly ntohs: (netshort: number) => number }, log: (line: number) => void) =>
      log(ws2.ntohs(1));`;
    const code = await application(text, { "part/tell.ts": tell }).build("ce");
    assert.deepEqual((await runFirmware(code)).lines, ["256 256 127.0.0.1", "true"]);
    assert.notInclude(code, "WSCEnumProtocols: ");
    assert.notInclude(code, "WSAWaitForMultipleEvents");
  });

  it("does the same when it is minified, however it uses ws2kit's structures", async () => {
    const text = (show: string) => `import { decodeProtocolInfo, encodeProtocolInfo, type Machine, newWSADATA,
        newWSAPROTOCOL_INFOW, ref } from "@ws2kit/target";
      ${MAIN} {
        const ws2 = machine.openProcess();
        const data = newWSADATA();
        ws2.WSAStartup(0x0202, data);
        const infos: ReturnType<typeof newWSAPROTOCOL_INFOW>[] = [];
        ws2.WSAEnumProtocolsW(null, infos, ref(1 << 20));
        const info = newWSAPROTOCOL_INFOW();
        info.iProtocol = -2;
        info.dwMessageSize = 0xffffffff;
        const again = decodeProtocolInfo(encodeProtocolInfo(info));
        const counts = machine.counters;
        machine.platform.log(data.szDescription, infos.map((one) => one.szProtocol), again.iProtocol, again.dwMessageSize);
        ${show}
      }`;
    const shows = {
      "": true,
      "for (const name in data) machine.platform.log(name, JSON.stringify(infos), Object.keys(counts));": false,
    };
    for (const [show, isSmaller] of Object.entries(shows).slice(0, EVERYTHING ? 2 : 1)) {
      const made = application(text(show));
      const [plain, small] = [await made.build("ce"), await made.build("ce", true)];
      app?.remove();
      app = undefined;
      assert.equal(!small.includes("wHighVersion"), isSmaller, show);
      assert.deepEqual(await runFirmware(small), await runFirmware(plain), show);
    }
  });

  it("names file, line and target of a call that the target lacks", async () => {
    const text = `import type { Machine } from "@ws2kit/target";
${MAIN} {
  machine.openProcess().WSAPoll([], 0, 0);
}`;
    assert.match(await application(text).refusal("ce"), /app\.ts:3:25: Windows CE has no WSAPoll: call select/);
    app?.remove();
    assert.include(await application(text).build("desktop"), "WSAPoll");
  });

  it("suggests the nearest name", async () => {
    const text = `import type { Machine } from "@ws2kit/target";
      ${MAIN} { machine.openProcess().WSACleanUp(); }`;
    assert.include(await application(text).refusal("ce"), "target ce has no WSACleanUp; did you mean WSACleanup?");
  });

  it("lists every mistake", async () => {
    const text = `import { type Machine, WSAENOSUCH } from "@ws2kit/target";
${MAIN} { const n: number = "one"; machine.platform.log(n, WSAENOSUCH); }`;
    const refusal = await application(text).refusal("ce");
    assert.match(refusal, /app\.ts:1:\d+: target ce has no WSAENOSUCH/);
    assert.match(refusal, /app\.ts:2:\d+: Type 'string' is not assignable to type 'number'/);
  });

  it("refuses a global that a device lacks", async () => {
    const text = `${MAIN.replace("machine: Machine", "")} { setTimeout(() => {}, 1); }`;
    const refusal = await application(text).refusal("ce");
    assert.match(refusal, /app\.ts:1:\d+: a device has no setTimeout: call after of the process, or use sleep of /);
  });

  it("names the replacement for a global of other hosts", async () => {
    const text = `import type { Machine } from "@ws2kit/target";
${MAIN} { console.log(new TextEncoder().encode("x"), Buffer.from("x")); }`;
    const refusal = await application(text).refusal("ce");
    for (const name of ["console", "TextEncoder", "Buffer"]) assert.include(refusal, `a device has no ${name}: use `);
  });

  it("names the replacement for a function that the target lacks", async () => {
    const text = `import type { Machine } from "@ws2kit/target";
${MAIN} { machine.openProcess().WSAPoll([], 0, 0); machine.openProcess().user32.GetMessageW(); }`;
    const refusal = await application(text).refusal("ce");
    assert.match(refusal, /app\.ts:2:\d+: Windows CE has no WSAPoll: call select\n/);
    assert.include(refusal, "Windows CE has no user32: call WSAEventSelect");
  });

  for (const [use, place] of [
    ["const { WSAPoll } = ws2; machine.platform.log(WSAPoll);", "9: Windows CE has no WSAPoll"],
    ["const o: object = console; machine.platform.log(o);", "19: a device has no console"],
    ["const o = { console }; machine.platform.log(o);", "13: a device has no console"],
    ["if (ws2.kernel32) machine.platform.log(1);", "9: Windows CE has no kernel32"],
    ["machine.platform.log(String(process));", "29: a device has no process"],
    ['machine.platform.log(ws2["WSAPoll"]);', "22: Windows CE has no WSAPoll"],
    ["machine.platform.log(globalThis.Buffer);", "33: a device has no Buffer"],
  ] as const) {
    it(`refuses an absent name that is not called: ${use}`, async () => {
      const text = `import type { Machine } from "@ws2kit/target";
${MAIN} { const ws2 = machine.openProcess(); ws2.WSACleanup();
${use} }`;
      const refusal = await application(text).refusal("ce");
      assert.include(refusal, `app.ts:3:${place}: `);
      assert.lengthOf(refusal.match(/app\.ts:/g) ?? [], 1, refusal);
    });
  }

  it("accepts an application's own variable with the name of an absent global", async () => {
    const text = `import type { Machine } from "@ws2kit/target";
${MAIN} { const console = { log: (n: number) => machine.platform.log(n) }; console.log(6); }`;
    assert.deepEqual((await runFirmware(await application(text).build("ce"))).lines, ["6"]);
  });

  it("refuses an import that is not found", async () => {
    const text = `import { type Machine } from "@ws2kit/target";
      // @ts-expect-error
      import nowhere from "nowhere";
      ${MAIN} { machine.platform.log(nowhere); }`;
    assert.include(await application(text).refusal("ce"), "imports nowhere, which was not found");
  });

  it("refuses an application that imports another target", async () => {
    const text = `import type { Machine } from "@ws2kit/target-ce"; import { AF_IRDA } from "@ws2kit/target-ce";
      ${MAIN} { machine.platform.log(AF_IRDA); }`;
    assert.include(
      await application(text).refusal("desktop"),
      "imports @ws2kit/target-ce and is built for target desktop",
    );
    app?.remove();
    assert.deepEqual((await runFirmware(await application(text).build("ce"))).lines, ["22"]);
  });

  it("reports that mistake alone when the target's modules are loaded first", async () => {
    const text = `import { AF_IRDA } from "@ws2kit/target-ce"; import type { Machine } from "@ws2kit/target-ce";
      ${MAIN} { machine.platform.log(AF_IRDA); }`;
    const { output, plugins, ...input } = firmwareConfig({ ...application(text).files, target: "desktop" });
    let goOn = () => {};
    const slow: Plugin = {
      name: "slow",
      async resolveId(specifier) {
        if (specifier === "@ws2kit/target-ce") await new Promise<void>((resolve) => (goOn = resolve));
      },
      async load(id) {
        // these functions are written when it is known what the program calls
        if (/desktop\/lib\/exports\.js$/.test(id)) void import(id).then(() => setImmediate(goOn));
      },
    };
    const bundle = rollup({ ...input, plugins: [slow, plugins] });
    const { message } = await bundle.then(
      () => assert.fail("it was built"),
      (error: Error) => error,
    );
    assert.match(message, /^\[ws2kit\] \S+app\.ts imports @ws2kit\/target-ce and is built for target desktop/);
  });

  it("refuses an application without a default export", async () => {
    assert.include(await application("export const main = 1;").refusal("ce"), "has no default export to start");
    app?.remove();
    assert.include(await application("export default 1;").refusal("ce"), "has no default export to start");
  });

  it("refuses an unknown target, and lists the installed targets", async () => {
    assert.include(
      await application(APP).refusal("win3"),
      `there is no target "win3"; installed targets: ${listTargets(import.meta.dirname).join(", ")}`,
    );
  });

  it("refuses syntax that the oldest engine cannot parse, and names it", async () => {
    const block = `import type { Machine } from "@ws2kit/target"; class A { static { A.name; } }
      ${MAIN} { machine.platform.log(A.name); }`;
    assert.include(
      await application(block).refusal("ce"),
      "the device's engine cannot parse a static block in a class",
    );
  });
});
