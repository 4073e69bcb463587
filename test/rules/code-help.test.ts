import { CODE_HELP, CODES, type CodeName, FUNCTIONS } from "@ws2kit/rules";
import { expect } from "chai";

describe("what usually helps", () => {
  it("is written for every code of Winsock that a function returns", () => {
    const returned = new Set(
      FUNCTIONS.flatMap(({ codes, on }) => [codes, ...Object.values(on ?? {})]).flatMap(
        (list) => list?.split(" ") ?? [],
      ),
    );
    const silent = [...returned].filter((name) => name in CODES && CODE_HELP[name as CodeName] === undefined);
    expect(silent).to.deep.equal([]);
  });
});
