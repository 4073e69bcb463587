import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { measureBundle } from "@ws2kit/build";
import { SLOTS } from "@ws2kit/spi";
import { assert } from "chai";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** Modules that a provider without sharing, groups and multipoint does not contain. */
const PARTS = ["tcpip/sharing/sharing.js", "tcpip/sharing/groups.js", "tcpip/sharing/multipoint.js"];

const TARGETS = readdirSync(`${ROOT}targets`).sort();

function modules(bundle: string): string[] {
  return measureBundle(`${ROOT}dist/${bundle}`).map(({ packageName, module }) => `${packageName}/${module}`);
}

/** The most bytes of a bundle of ce: of its library, and of an echo server's firmware. */
const MOST = { "ws2.min.js": 102_689, "echo.js": 41_450 };

function bytesOf(bundle: string): number {
  return statSync(`${ROOT}dist/${bundle}`).size;
}

describe("build: sizes", () => {
  for (const [bundle, bytes] of Object.entries(MOST)) {
    it(`ce's ${bundle} is at most ${bytes.toLocaleString("en")} bytes`, () => {
      assert.isAtMost(bytesOf(`ce/${bundle}`), bytes);
    });
  }

  for (const bundle of Object.keys(MOST)) {
    it(`ce's ${bundle} is at most 0.8 of desktop's`, () => {
      assert.isAtMost(bytesOf(`ce/${bundle}`) / bytesOf(`desktop/${bundle}`), 0.8);
    });
  }

  it("only desktop's bundles contain modules of sharing, groups or multipoint, and its library contains all of them", () => {
    for (const part of PARTS) {
      assert.include(modules("desktop/ws2.min.js"), `@ws2kit/${part}`);
      for (const target of TARGETS.filter((name) => name !== "desktop")) {
        for (const bundle of ["ws2.min.js", "echo.js"]) {
          assert.notInclude(modules(`${target}/${bundle}`), `@ws2kit/${part}`);
        }
      }
    }
  });

  it("ce's echo.js has no slot that it cannot call", () => {
    const code = readFileSync(`${ROOT}dist/ce/echo.js`, "utf8");
    const slots = SLOTS.filter((slot) => new RegExp(`\\b${slot}\\b`).test(code));
    assert.isEmpty(modules("ce/echo.js").filter((name) => /^@ws2kit\/tcpip\/options\/.*-options/.test(name)));
    const called = ["Accept", "Bind", "Cleanup", "CloseSocket", "GetSockName", "Ioctl", "Listen", "Recv", "RecvFrom"];
    assert.deepEqual(
      slots,
      [...called, "Select", "Send", "SendTo", "Socket"].map((name) => `WSP${name}`) as typeof SLOTS,
    );
  });

  it("a shipped layer contains no AcceptEx and similar functions if the system has none", () => {
    const layered = TARGETS.filter((name) => name !== "desktop")
      .map((name) => modules(`${name}/ws2.min.js`))
      .filter((all) => all.includes("@ws2kit/layers/pass/define-layer.js"));
    assert.isNotEmpty(layered);
    for (const all of layered) {
      for (const part of ["extension", "pass-extensions"]) assert.notInclude(all, `@ws2kit/layers/pass/${part}.js`);
    }
  });

  it("assign a bundle's list of exports to no module", () => {
    const list = measureBundle(`${ROOT}dist/ce/ws2.min.js`).find(({ packageName }) => packageName === "");
    assert.equal(list?.module, "exports and globals");
    assert.isAbove(list?.bytes ?? 0, 1000);
  });

  it("add up to the bundle", () => {
    for (const target of readdirSync(`${ROOT}targets`)) {
      for (const bundle of ["ws2.min.js", "echo.js"]) {
        const file = `${ROOT}dist/${target}/${bundle}`;
        const bytes = measureBundle(file).reduce((total, size) => total + size.bytes, 0);
        assert.equal(bytes, statSync(file).size);
      }
    }
  });

  it("are listed by npm run size, the targets side by side", () => {
    const list = execFileSync("npm", ["run", "--silent", "size"], { cwd: ROOT, encoding: "utf8" });
    assert.match(list, new RegExp(`^echo\\.js +${TARGETS.join(" +")}$`, "m"));
    assert.match(list, /^ {2}sharing\/sharing\.js( +–)+ +\d+( +–)+$/m);
    assert.match(list, new RegExp(`^@ws2kit/core( +[\\d,]+){${TARGETS.length}}$`, "m"));
  });
});
