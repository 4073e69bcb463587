import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MESSAGES, type MessageCode, messageText } from "@ws2kit/rules";
import { expect } from "chai";

/** The arguments of each record, in order. */
const ARGS: Readonly<Record<MessageCode, readonly string[]>> = {
  "provider-threw": ["modem.dll", "WSPSend", "TypeError: boom"],
  "provider-stray-socket": ["modem.dll", "WSPSocket", "0x44"],
  "provider-failed-init": ["modem.dll", "6A7E2E8C", "WSASYSNOTREADY"],
  "provider-version": ["modem.dll", "1.1"],
  "provider-empty-slot": ["modem.dll", "WSPIoctl"],
  "module-missing": ["modem.dll", "6A7E2E8C"],
  "module-threw": ["modem.dll", "TypeError: boom"],
  "wait-forever": ["process 4 thread 8 in recv"],
  "blocking-under-drive": ["recv"],
  "main-never-settles": [],
  "log-dropped": ["3", "300", "100"],
  "layer-missing": ["1007", "Trace over [TCP/IP]", "1006", "trace.dll"],
  "stack-unknown": ["1", "filtre", "trace, filter"],
  "stack-failed": ["Trace", "11003"],
  "stack-taken": ["Trace", "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B1000", "trace.dll"],
  "option-object": ["filter.rules[0]"],
  "option-unknown": ["filter.rule", "rules, otherwise"],
  "option-positive": ["meter.every", "-1"],
  "option-amount": ["fault.latency", "-1"],
  "option-whole": ["fault.seed", "1.5"],
  "option-share": ["fault.loss", "2"],
  "option-word": ["filter.otherwise", '"perhaps"', "allow, deny"],
  "option-missing": ["replay.recording"],
  "option-text": ["replay.recording", "5"],
  "option-list": ["filter.rules"],
  "option-prefix": ["filter.rules[0].address", '"10.0.0.0/33"'],
  "option-port": ["filter.rules[0].port", "[80,70]"],
  "option-recording": ["replay.recording", "7"],
  "catalog-damaged": ["catalog.json", "7", "it is no JSON"],
  "catalog-not-stored": ["catalog.json", "its storage is full or not writable"],
};

describe("messages", () => {
  for (const code of Object.keys(MESSAGES) as MessageCode[]) {
    it(`${code}: names the speaker, and contains every argument once`, () => {
      const args = ARGS[code];
      const text = messageText({ code, args });
      expect(text).to.match(/^\[ws2kit\] .*\.$/);
      expect(text).to.not.match(/[{}]|undefined/);
      const places = [...MESSAGES[code].matchAll(/\{(\d)\}/g)].map((match) => Number(match[1]));
      expect(places.sort()).to.deep.equal(args.map((_, at) => at));
      for (const arg of args) expect(text).to.include(arg);
    });
  }

  it("exist for every record that a package logs", () => {
    const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));
    const files = readdirSync(packages, { recursive: true, encoding: "utf8" });
    const sources = files.filter((file) => /^[\w-]+[\\/]src[\\/].*\.ts$/.test(file));
    const text = sources.map((file) => readFileSync(packages + file, "utf8")).join("\n");
    // by a function of the machine's, as a layer's bad option, or as a literal; what a layer tells has texts of its own
    const made = [...text.matchAll(/\b(?:record|BadOption)\(\s*"([^"]+)"|\bcode: "(?!layer-event)([a-z][^"]*)",/g)];
    const codes = made.map(([, called, literal]) => called ?? literal);
    expect(codes).to.include.members(["provider-threw", "option-prefix", "provider-empty-slot"]);
    expect(Object.keys(MESSAGES)).to.include.members(codes);
  });

  it("replace a number by its argument", () => {
    expect(messageText({ code: "provider-version", args: ["modem.dll", "1.1"] })).to.match(
      /modem\.dll: WSPStartup set wVersion to 1\.1;/,
    );
  });

  it("show a record without a text unchanged", () => {
    expect(messageText({ code: "unheard-of", args: [1, "two"] })).to.equal("[ws2kit] unheard-of 1 two");
  });

  it("do not mistake an inherited name for a code", () => {
    expect(messageText({ code: "toString", args: [] })).to.equal("[ws2kit] toString");
  });
});
