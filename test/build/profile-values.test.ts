import { withProfile } from "@ws2kit/build";
import { assert } from "chai";

const PROFILE =
  'const profile = { architecture: { catalog: "live", code: WSAEINVAL, isKept: false, slots: ["a"] } };\n';
const LOOK_UPS = "f(m.profile.architecture.catalog, architecture.isKept, x.architecture.code, x.architecture.slots);\n";

/** A program that is ws2kit's from its first letter to its last. */
const whole = (code: string) => withProfile(code, [[0, code.length]]);

describe("build: values of the profile", () => {
  it("stand in the place of their look-ups, but for lists", () => {
    const found = whole(PROFILE + LOOK_UPS);
    assert.equal(found.length, (PROFILE + LOOK_UPS).length);
    assert.equal(
      found.replace(/ +,/g, ","),
      `${PROFILE}f("live", architecture.isKept, WSAEINVAL, x.architecture.slots);\n`,
    );
  });

  it("are none of what an application calls an architecture", () => {
    const code = PROFILE + LOOK_UPS;
    assert.equal(withProfile(code, [[0, PROFILE.length]]), code);
  });

  it("are looked up where there is another literal, or one that takes after another", () => {
    for (const other of [
      "const mine = { architecture: 1 };\n",
      "const { architecture } = profile;\n",
      "const late = { architecture: { ...profile.architecture, isKept: true } };\n",
    ]) {
      assert.equal(whole(PROFILE + other + LOOK_UPS), PROFILE + other + LOOK_UPS);
    }
    const derived = PROFILE.replace('catalog: "live"', "...common");
    assert.equal(whole(derived + LOOK_UPS), derived + LOOK_UPS);
  });
});
