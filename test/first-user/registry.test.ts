import { expect } from "chai";
import { withoutNpm } from "./registry.js";

describe("the environment of the first user's session", () => {
  it("has nothing that npm set for the program that plays it", () => {
    const inherited = {
      PATH: "/bin",
      npm_config_call: "npm run first-user",
      NPM_CONFIG_CACHE: "/elsewhere",
      npm_lifecycle_event: "first-user",
    };
    expect(withoutNpm(inherited)).to.deep.equal({ PATH: "/bin" });
  });
});
