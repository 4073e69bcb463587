import { readFileSync } from "node:fs";
import { assert } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { runFirmware, TestApplication } from "./application.js";

const IMPORTS = `import { AF_INET, encodeProtocolInfo, MAKEWORD, newWSABUF, newWSADATA, newWSAPROTOCOL_INFOW, profile, ref,
  SOCK_DGRAM, sockaddr_in, type Machine, type WSAPROTOCOL_INFOW } from "@ws2kit/target";`;

/**
 * Programs that reach a name without a plain access: minified firmware must log what its source logs. `isShort`:
 * other names are still shortened.
 */
const REACHES: readonly {
  readonly what: string;
  readonly text: string;
  readonly right: string;
  readonly isShort: boolean;
}[] = [
  {
    what: "a computed key whose type lists its values",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: of the application's
    text: "say((['Sent', 'Received'] as const).map((way) => machine.counters[`bytes${way}`]));",
    right: "0,0",
    isShort: true,
  },
  {
    what: "a function of the DLL by such a key",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: of the application's
    text: "const ws2 = machine.openProcess(); say((['s', 'l'] as const).map((size) => ws2[`hton${size}`](1)));",
    right: "256,16777216",
    isShort: true,
  },
  {
    what: "a key of a literal type",
    text: "const key: 'len' | 'off' = say.length > 5 ? 'off' : 'len'; const buf = newWSABUF(new Uint8Array(3)); buf[key]++; say(buf.len);",
    right: "4",
    isShort: true,
  },
  {
    what: "a member of a dictionary by its name",
    text: "const d: Record<string, number> = {}; for (const k of ['szProtocol', 'len']) d[k] = 1; say(d.szProtocol, d.len);",
    right: "1 1",
    isShort: true,
  },
  {
    what: "a key of type string",
    text: "const d = newWSADATA() as unknown as Record<string, unknown>; say(['wVersion', 'szDescription'].map((k) => typeof d[k]));",
    right: "number,string",
    isShort: false,
  },
  {
    what: "JSON of a structure",
    text: "say(JSON.stringify(newWSABUF(null)));",
    right: '{"len":0,"buf":null,"off":0}',
    isShort: false,
  },
  {
    what: "a spread of a structure, taken apart",
    text: "const { szProtocol, ...rest } = { ...newWSAPROTOCOL_INFOW(), mine: 1 }; say(szProtocol.length, Object.keys(rest).includes('iProtocol'), 'mine' in rest);",
    right: "0 true true",
    isShort: false,
  },
  {
    what: "JSON that becomes a structure",
    text: `const info = JSON.parse('{"iProtocol":6,"ProviderId":"","szProtocol":"x"}') as WSAPROTOCOL_INFOW;
      say(info.iProtocol, encodeProtocolInfo({ ...newWSAPROTOCOL_INFOW(), iProtocol: info.iProtocol })[92]);`,
    right: "6 6",
    isShort: false,
  },
  {
    what: "a structure that is used as an application's type, listed",
    text: "const named: { szProtocol?: string } = newWSAPROTOCOL_INFOW(); say(Object.keys(named).includes('iProtocol'));",
    right: "true",
    isShort: false,
  },
  {
    what: "a structure as a type parameter, listed",
    text: "const list = <T extends object>(one: T) => { const names: string[] = []; for (const n in one) names.push(n); return names; }; say(list(newWSABUF(null)));",
    right: "len,buf,off",
    isShort: false,
  },
  {
    what: "a structure as any",
    text: "const one: any = newWSABUF(null); say(one['l' + 'en'], Object.entries(one).length);",
    right: "0 3",
    isShort: false,
  },
  {
    what: "the profile's values",
    text: "say(Object.keys(profile.limits), JSON.stringify(profile).includes('watchdog'));",
    right: "handles true",
    isShort: false,
  },
  {
    what: "a list of the DLL's functions",
    text: "say(Object.keys(machine.openProcess()).length > 50);",
    right: "true",
    isShort: false,
  },
  {
    what: "the names of functions and classes",
    text: "class Spoken {} function said() {} say(new Spoken().constructor.name, said.name);",
    right: "Spoken said",
    isShort: true,
  },
];

const application = (text: string) => `${IMPORTS}
  export default function main(machine: Machine): void {
    const say = (...values: unknown[]): void => machine.platform.log(values.map(String).join(" "));
    ${text}
  }`;

describe("build: names that are reached without a plain access", function () {
  this.timeout(60_000);
  let app: TestApplication | undefined;
  afterEach(() => app?.remove());

  for (const isShort of [true, false]) {
    const rows = REACHES.filter((row) => row.isShort === isShort);
    // one application contains all programs of a kind, unless everything is asked for: then one application each
    for (const some of EVERYTHING ? rows.map((row) => [row]) : [rows]) {
      it(`are unchanged, and ${isShort ? "others are short" : "so are all others"}: ${some.map(({ what }) => what).join("; ")}`, async () => {
        app = new TestApplication({ "app.ts": application(some.map(({ text }) => `{ ${text} }`).join("\n")) });
        const code = await app.build("ce", true);
        const lines = some.map(({ right }) => right);
        assert.deepEqual(await runFirmware(code), { lines, outcome: "done", message: "" });
        // a member that only ws2kit's own code uses
        assert.equal(!code.includes("readiness"), isShort);
      });
    }
  }

  it("do not include the DLL's functions that a program calls by name", async () => {
    const text = `const ws2 = machine.openProcess(); const key: "htons" | "htonl" = "htons"; ws2.WSASetLastError(7);
      say(ws2.WSAGetLastError(), ws2[key](1));`;
    app = new TestApplication({ "app.ts": application(text) });
    const code = await app.build("ce", true);
    assert.deepEqual((await runFirmware(code)).lines, ["7 256"]);
    for (const name of ["WSASetLastError", "WSAGetLastError"]) assert.notInclude(code, name);
  });

  it("in a module without types include every name", async () => {
    const parts = {
      "part.js": "export const names = (o) => { const all = []; for (const n in o) all.push(n); return all.join(); };",
      "part.d.ts": "export declare const names: (o: object) => string;",
    };
    app = new TestApplication({
      "app.ts": `import { names } from "./part.js";\n${application("say(names(newWSABUF(null)));")}`,
      ...parts,
    });
    assert.deepEqual((await runFirmware(await app.build("ce", true))).lines, ["len,buf,off"]);
  });
});

describe("build: loops", function () {
  this.timeout(60_000);
  const LOOPS: Readonly<Record<string, string>> = {
    "with an empty body, endless": "while (true) {}",
    "with an empty body, on a condition that stays true": "const go = () => machine !== undefined; for (; go(); );",
    "for a local list": "const list: number[] = []; for (;;) { list.length = 0; list.push(1); }",
    "for a local sum": "let sum = 0; do sum++; while (sum !== 0.5);",
    "in a function whose result is not read":
      "const spin = (n: number): number => { while (n > 0) n *= 1; return n; }; spin(1);",
    "over a generator of the application's":
      "function* all(): Generator<number> { for (;;) yield 1; } for (const one of all()) {}",
  };
  /** A placeholder for the number of a loop until the firmware is built. */
  const NUMBER = "7777";
  let code = "";
  before(async () => {
    const loops = Object.values(LOOPS).map((text, i) => `if (which === ${i}) { ${text} }`);
    const text = `const which = Number((machine.platform.name + "${NUMBER}").slice(6)); say("before"); ${loops.join("\n")}`;
    const app = new TestApplication({ "app.ts": application(text) });
    code = await app.build("ce", true);
    app.remove();
  });
  for (const [i, what] of Object.keys(LOOPS).entries()) {
    it(`stay: ${what}`, async () => {
      const { lines, outcome } = await runFirmware(code.replace(NUMBER, String(i)), 200);
      assert.deepEqual({ lines, outcome }, { lines: ["before"], outcome: "watchdog" });
    });
  }
});

describe("build: the names that ws2kit itself reaches without a plain access", () => {
  it("are listed by npm run build: recordings, traces, options, the host's functions, slots", () => {
    const file = new URL("../../../packages/build/lib/shrink/data-names.json", import.meta.url);
    type Names = Record<"reached" | "outside" | "listed" | "optional", string[]>;
    const modules = JSON.parse(readFileSync(file, "utf8")) as Record<string, Names>;
    const names = Object.fromEntries(Object.entries(modules).map(([id, { reached }]) => [id, reached]));
    const record = "p n slot t d s o in out r e end bytes version".split(" ");
    assert.includeMembers(names["@ws2kit/layers/record/record"], record);
    const { reached, outside } = modules["@ws2kit/layers/record/script"];
    assert.includeMembers([...reached, ...outside], record);
    // of declarations, and of Partial<…>
    assert.include(modules["@ws2kit/core/kernel/socket-object"].optional, "completion");
    assert.includeMembers(modules["@ws2kit/spi/contract/provider"].optional, ["iSecurityScheme"]);
    assert.includeMembers(modules["@ws2kit/spi/bytes/protocol-info"].listed, ["iProtocolMaxOffset", "szProtocol"]);
    assert.includeMembers(names["@ws2kit/layers/trace/trace"], ["at", "took", "operation", "details", "room"]);
    assert.includeMembers(names["@ws2kit/layers/filter/rule"], ["verdict", "call", "address", "port", "process"]);
    assert.includeMembers(modules["@ws2kit/platform-device/device-host"].outside, ["ws2host", "sendto", "drain"]);
    assert.includeMembers(names["@ws2kit/core/providers/loader"], ["WSPSend", "WSPStringToAddress"]);
  });
});
