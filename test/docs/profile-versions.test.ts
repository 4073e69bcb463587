import { assert } from "chai";
import { ALL_SYSTEMS, profileOf } from "../fixture/systems.js";
import { lockOf, readLock, writeLock } from "./profile-versions.js";

describe("the version of a profile", () => {
  for (const system of ALL_SYSTEMS) {
    it(`${system.name}: counts the changes of its data`, () => {
      const profile = profileOf(system);
      const why = "raise the profile's version where its data changed, and run npm run docs";
      assert.deepEqual(readLock(profile), lockOf(profile), why);
    });

    it(`${system.name}: other data under the same version is refused`, () => {
      const profile = profileOf(system);
      assert.throws(() => writeLock({ ...profile, title: `${profile.title}, changed` }), /raise its version from \d+/);
      assert.deepEqual(readLock(profile), lockOf(profile));
    });
  }
});
