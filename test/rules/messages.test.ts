import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MESSAGES, type MessageCode, messageText } from "@ws2kit/rules";
import { expect } from "chai";

/** What each record brings, in order. */
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
  "layer-missing": ["1007", "Trace over [TCP/IP]", "1006"],
  "catalog-damaged": ["catalog.json", "7", "it is no JSON"],
};

describe("messages", () => {
  for (const code of Object.keys(MESSAGES) as MessageCode[]) {
    it(`${code}: says who speaks, and every argument once`, () => {
      const args = ARGS[code];
      const text = messageText({ code, args });
      expect(text).to.match(/^\[ws2kit\] .*\.$/);
      expect(text).to.not.match(/[{}]|undefined/);
      const places = [...MESSAGES[code].matchAll(/\{(\d)\}/g)].map((match) => Number(match[1]));
      expect(places.sort()).to.deep.equal(args.map((_, at) => at));
      for (const arg of args) expect(text).to.include(arg);
    });
  }

  it("are there for every record of core", () => {
    const sources = fileURLToPath(new URL("../../../packages/core/src/", import.meta.url));
    const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const text = files.map((name) => readFileSync(sources + name, "utf8")).join("\n");
    const recorded = [...text.matchAll(/\brecord\(\s*"([^"]+)"/g)].map((match) => match[1]);
    expect(recorded).to.include("provider-threw");
    expect(Object.keys(MESSAGES)).to.include.members(recorded);
  });

  it("put an argument where its number stands", () => {
    expect(messageText({ code: "provider-version", args: ["modem.dll", "1.1"] })).to.match(
      /modem\.dll: WSPStartup settled on version 1\.1;/,
    );
  });

  it("show a record without a text as it is", () => {
    expect(messageText({ code: "unheard-of", args: [1, "two"] })).to.equal("[ws2kit] unheard-of 1 two");
  });

  it("do not take an inherited name for a code", () => {
    expect(messageText({ code: "toString", args: [] })).to.equal("[ws2kit] toString");
  });
});
