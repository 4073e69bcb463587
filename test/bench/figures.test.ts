import { expect } from "chai";
import { difference } from "./history.js";
import { figureOf, measure } from "./measure.js";
import { pageWith } from "./page.js";
import { report } from "./report.js";
import { plotOf } from "./scale/plot.js";

describe("the bench's figures", () => {
  it("are medians, with the distance of the quartiles as their spread", () => {
    const figure = figureOf("memory", { measure: "a call", unit: "ns", aim: 30 }, [10, 50, 30, 20, 40]);
    expect(figure).to.include({ median: 30, best: 10, spread: 2 / 3, holds: true, isLeast: false });
  });

  it("compare neighbouring runs with the peer's, and judge the ratio", () => {
    const row = { measure: "writes", unit: "MiB/s", aim: 0.9, isLeast: true, peer: "C" } as const;
    // a machine that slows down slows both
    const figure = figureOf("real", row, [100, 50, 10], [200, 100, 20]);
    expect(figure).to.include({ best: 100, ratio: 0.5, peerMedian: 100, holds: false });
    expect(figureOf("real", row, [100])).to.include({ holds: null });
  });

  it("come from runs in turn, after one of each to warm up", async () => {
    const order: string[] = [];
    const run = (name: string) => () => {
      order.push(name);
      return 1;
    };
    await measure("memory", {
      measure: "a call",
      unit: "ns",
      aim: 1,
      runs: 2,
      peer: "another",
      prepare: () => ({ run: run("ours"), peer: run("peer"), close: () => order.push("closed") }),
    });
    expect(order.join(" ")).to.equal("ours peer ours peer ours peer closed");
  });

  it("state in a sentence which aim is missed, and why", () => {
    const row = { measure: "a call", unit: "ns", aim: 10, reason: "it copies its arguments" } as const;
    expect(report("memory", [figureOf("memory", row, [20])])).to.include(
      "a call: 2.00 times the aim; it copies its arguments.\n",
    );
    expect(report("memory", [figureOf("memory", row, [10])])).not.to.include("times the aim");
  });

  it("have changed if they differ by more than both spreads", () => {
    const now = { median: 120, spread: 0.1, isLeast: false };
    expect(difference("a call", now, { median: 100, spread: 0.1 })).to.equal(
      "a call: +20 %, worse: 100 before, 120 now",
    );
    expect(difference("a call", now, { median: 100, spread: 0.3 })).to.equal(null);
    expect(difference("a rate", { ...now, isLeast: true }, { median: 100, spread: 0 })).to.include("better");
  });

  it("are compared by their ratios to peers if both runs have ratios", () => {
    const now = { median: 500, ratio: 1.01, spread: 0.02, isLeast: false };
    expect(difference("a ping", now, { median: 100, ratio: 1, spread: 0.02 })).to.equal(null);
  });

  it("are written to a page between two comments", () => {
    const figures = [figureOf("memory", { measure: "a call", unit: "ns", aim: 30 }, [10])];
    const page = "before\n<!-- figures -->\nan earlier run\n<!-- end of figures -->\nafter\n";
    const written = pageWith(page, figures);
    expect(written).to.include("| a call | 10.0 ns | 0 % |  |  | ≤ 30 | holds |");
    expect(written).not.to.include("an earlier run");
    expect(pageWith(written, figures)).to.equal(written);
  });

  it("are plotted against the number of sockets", () => {
    const svg = plotOf(
      [
        [1000, 200],
        [1_000_000, 400],
      ],
      [
        [1000, 0.5],
        [1_000_000, 1],
      ],
    );
    expect(svg.match(/<polyline/g)).to.have.length(2);
    // the numbers span the axis; the greatest cost is at the top
    expect(svg).to.include('points="60.0,195.0 660.0,40.0"');
    expect(svg).to.include(">1,000,000<");
  });
});
