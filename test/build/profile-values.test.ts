import { withProfile } from "@ws2kit/build";
import { assert } from "chai";

const PROFILE =
  'const profile = { architecture: { catalog: "live", code: WSAEINVAL, isKept: false, slots: ["a"] } };\n';
const LOOK_UPS = "f(m.profile.architecture.catalog, architecture.isKept, x.architecture.code, x.architecture.slots);\n";

describe("build: values of the profile", () => {
  it("stand in the place of their look-ups, but for lists", () => {
    const found = withProfile(PROFILE + LOOK_UPS);
    assert.equal(found.length, (PROFILE + LOOK_UPS).length);
    assert.equal(
      found.replace(/ +,/g, ","),
      `${PROFILE}f("live", architecture.isKept, WSAEINVAL, x.architecture.slots);\n`,
    );
  });

  it("are looked up where there is another literal, or one that takes after another", () => {
    for (const other of [
      "const mine = { architecture: 1 };\n",
      "const { architecture } = profile;\n",
      "const late = { architecture: { ...profile.architecture, isKept: true } };\n",
    ]) {
      assert.equal(withProfile(PROFILE + other + LOOK_UPS), PROFILE + other + LOOK_UPS);
    }
    const derived = PROFILE.replace('catalog: "live"', "...common");
    assert.equal(withProfile(derived + LOOK_UPS), derived + LOOK_UPS);
  });
});
