import {
  CODES,
  codesOf,
  describeSource,
  errorName,
  errorText,
  FUNCTIONS,
  sourceTags,
  WIN32_CODES,
} from "@ws2kit/rules";
import * as spi from "@ws2kit/spi";
import { expect } from "chai";

/** Every error of the contract: its constants that are error numbers, by name. */
const ERRORS = Object.entries(spi).filter(
  (entry): entry is [string, number] =>
    typeof entry[1] === "number" &&
    /^WSA/.test(entry[0]) &&
    (entry[1] > 10000 ? entry[1] < 11100 : !notAnError(entry[0])),
);

describe("function rows", () => {
  it("are unique by name", () => {
    const names = FUNCTIONS.map((row) => row.name);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("name codes of the contract only", () => {
    const known = new Set([...ERRORS.map(([name]) => name), ...Object.keys(WIN32_CODES)]);
    for (const row of FUNCTIONS) {
      for (const list of [row.codes, ...Object.values(row.on ?? {}).map((codes) => codes ?? "")]) {
        const unknown = list.split(" ").filter((name) => name !== "" && !known.has(name));
        expect(unknown, row.name).to.deep.equal([]);
      }
    }
  });

  it("cite sources that are known", () => {
    const unknown = FUNCTIONS.flatMap((row) => sourceTags(row.source)).filter(
      (tag) => describeSource(tag) === undefined,
    );
    expect(unknown).to.deep.equal([]);
  });

  it("cover the 30 slots, in order", () => {
    expect(FUNCTIONS.filter((row) => row.kind === "slot").map((row) => row.name)).to.deep.equal(spi.SLOTS);
  });

  it("cover the 15 upcalls, in order, and WPUCompleteOverlappedRequest", () => {
    const names = FUNCTIONS.filter((row) => row.kind === "upcall").map((row) => row.name);
    expect(names).to.deep.equal([...spi.UPCALLS, "WPUCompleteOverlappedRequest"]);
  });

  it("include WSASYSCALLFAILURE for every function that can fail", () => {
    for (const row of FUNCTIONS.filter((each) => each.codes !== "" && each.kind !== "system")) {
      expect(codesOf(row.name, ["desktop"]), row.name).to.include(spi.WSASYSCALLFAILURE);
    }
  });

  it("add WSANOTINITIALISED to functions of applications, and not to slots", () => {
    expect(codesOf("bind", ["desktop"])).to.include(spi.WSANOTINITIALISED);
    expect(codesOf("WSPBind", ["desktop"])).to.not.include(spi.WSANOTINITIALISED);
    expect(codesOf("WSPCleanup", ["desktop"])).to.include(spi.WSANOTINITIALISED);
    expect(codesOf("WSCInstallProvider", ["desktop"])).to.not.include(spi.WSANOTINITIALISED);
  });

  it("differ by profile where the systems do", () => {
    expect(codesOf("bind", ["desktop"])).to.include(spi.WSAEAFNOSUPPORT);
    expect(codesOf("bind", ["ce"])).to.not.include(spi.WSAEAFNOSUPPORT);
    expect(codesOf("WPUQueueApc", ["other", "ce"])).to.deep.equal([spi.WSAEOPNOTSUPP, spi.WSASYSCALLFAILURE]);
    expect(codesOf("WSAPoll", ["ce"])).to.equal(null);
    expect(codesOf("AcceptEx", ["other", "ce"])).to.equal(null);
  });

  it("include the codes of loading in calls that open sockets", () => {
    const loading = [
      spi.WSAEINVALIDPROCTABLE,
      spi.WSAEINVALIDPROVIDER,
      spi.WSAEPROVIDERFAILEDINIT,
      spi.WSASYSCALLFAILURE,
    ];
    for (const name of ["socket", "WSASocketW"]) expect(codesOf(name, ["ce"])).to.include.members(loading);
    expect(codesOf("WSPSocket", ["ce"])).to.not.include(spi.WSAEPROVIDERFAILEDINIT);
  });

  it("return no codes for functions that cannot fail, and null for unknown functions", () => {
    expect(codesOf("htonl", ["desktop"])).to.deep.equal([]);
    expect(codesOf("WSAFly", ["desktop"])).to.equal(null);
  });
});

describe("codes", () => {
  it("name every error of the contract by its number", () => {
    expect(ERRORS.length).to.be.greaterThan(90);
    for (const [name, value] of ERRORS) expect(errorName(value)).to.equal(name);
  });

  it("are only those of the contract", () => {
    expect(Object.keys(CODES).sort()).to.deep.equal(ERRORS.map(([name]) => name).sort());
  });

  it("have one sentence each", () => {
    for (const [name, code] of Object.entries(CODES)) expect(code.text, name).to.match(/^[A-Z].*[^.]\.$/);
  });

  it("show a number without a name unchanged", () => {
    expect(errorName(12345)).to.equal("12345");
    expect(errorText(12345)).to.equal("");
  });
});

/** Small numbers of the contract whose names begin with WSA and that are not errors. */
function notAnError(name: string): boolean {
  return !/^WSA_(INVALID_HANDLE|INVALID_PARAMETER|NOT_ENOUGH_MEMORY|OPERATION_ABORTED|IO_\w+)$/.test(name);
}
