import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readTimeline } from "@ws2kit/timeline/convert";
import { timelinePage } from "@ws2kit/timeline/page";
import { assert } from "chai";
import { type Browser, chromium, type Page } from "playwright-core";
import { SYSTEMS } from "../fixture/systems.js";
import { converse, observedMachine } from "../timeline/observed.js";
import { CHROMIUM } from "./chromium.js";

const MILLION = 1_000_000;

/** A journal of `count` calls: messages that go through two lanes. */
function longJournal(count: number): string {
  const lines = [
    '{"~":"journal","version":1}',
    '{"~":"lane","lane":0,"name":"trace.dll"}',
    '{"~":"lane","lane":1,"name":"wspm.dll"}',
  ];
  for (let n = 0; n < count; n += 2) {
    const call = {
      "~": "call",
      p: 12,
      slot: n % 4 === 0 ? "WSPSend" : "WSPRecv",
      s: 4,
      in: { data: "aGk=" },
      out: { bytes: 2 },
      r: 0,
    };
    lines.push(JSON.stringify({ ...call, l: 1, n: n + 1, t: n / 100 + 0.002, d: 0.005 }));
    lines.push(JSON.stringify({ ...call, l: 0, n, t: n / 100, d: 0.01 }));
  }
  return lines.join("\n");
}

/** Opened in a browser: `npm run test:reports`. */
describe("the page of a timeline", function () {
  this.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-timeline-"));
  let browser: Browser;
  let page: Page;
  const said: string[] = [];

  const write = (name: string, text: string, title = name) => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, timelinePage(readTimeline(text), title));
    return pathToFileURL(file).href;
  };
  const open = async (address: string, width = 1280) => {
    page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => void (/^(file|data|blob):/.test(request.url()) || said.push(request.url())));
    const began = performance.now();
    await page.goto(address);
    await page.waitForFunction(() => document.getElementById("summary")?.textContent !== "");
    return performance.now() - began;
  };
  let small: string;

  before(async () => {
    browser = await chromium.launch(CHROMIUM);
    const { ws2, text } = observedMachine(SYSTEMS[0]);
    converse(ws2);
    small = write("small", text(), "</script><b>small");
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    said.length = 0;
  });
  afterEach("it logs nothing on the console and requests no other file", async () => {
    await page.close();
    assert.deepEqual(said, []);
  });

  it("finds calls by name and code, and shows the call, its bytes and the rule of its code", async () => {
    await open(small);
    assert.equal(await page.textContent("h1"), "</script><b>small");
    await page.fill("#search", "WSPConnect error");
    assert.match((await page.textContent("#found")) ?? "", /^3 of \d+ events$/);
    await page.click(".row >> nth=2");
    await page.waitForSelector("#panel h2");
    assert.match(
      await page.innerText("#panel"),
      /WSAECONNREFUSED \(10061\)[\s\S]*connect\/refused[\s\S]*127\.0\.0\.1:9/,
    );
    await page.fill("#search", "WSPSend");
    await page.click(".row >> nth=0");
    await page.waitForSelector("#panel pre");
    assert.include(await page.innerText("#panel pre"), "68 65 6c 6c 6f");
  });

  it("goes from event to event by the keyboard, and zooms in to them", async () => {
    await open(small);
    await page.focus("#chart");
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    assert.equal(await page.locator('.row[aria-selected="true"]').count(), 1);
    assert.equal(await page.textContent("#panel h2"), "WSPSocket");
    await page.keyboard.press("/");
    await page.keyboard.type("meter");
    assert.match((await page.textContent("#found")) ?? "", /^\d+ of \d+ events$/);
    await page.keyboard.press("Escape");
    assert.equal(await page.inputValue("#search"), "");
  });

  it("selects the call under the pointer", async () => {
    await open(small);
    await page.click("#by-order");
    await page.mouse.click(40, ((await page.locator("#chart").boundingBox())?.y ?? 0) + 26 + 74 + 18);
    await page.waitForSelector("#panel h2");
    assert.equal(await page.textContent("#panel h2"), "WSPSocket");
  });

  it("is as wide as a narrow screen, and no wider", async () => {
    await open(small, 390);
    assert.isAtMost(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  });

  it("opens a million events, and prints how long that and its frames take", async () => {
    const address = write("million", longJournal(MILLION));
    const opened = await open(address);
    assert.match((await page.textContent("#summary")) ?? "", /^1,000,000 events in 2 lanes/);
    const frames = await page.evaluate(async () => {
      const { ws2kitTimeline: chart } = globalThis as unknown as {
        ws2kitTimeline: { frameTimes: number[]; zoom(factor: number): void };
      };
      chart.frameTimes.length = 0;
      for (let i = 0; i < 60; i++) {
        chart.zoom(i < 30 ? 0.7 : 1 / 0.7);
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      }
      return [...chart.frameTimes].sort((a, b) => a - b);
    });
    assert.isNotEmpty(frames);
    const median = frames[frames.length >> 1].toFixed(1);
    console.log(
      `      opened in ${opened.toFixed()} ms; a frame takes ${median} ms, at most ${frames.at(-1)?.toFixed(1)} ms`,
    );
    await page.fill("#search", "WSPRecv");
    assert.equal(await page.textContent("#found"), "500,000 of 1,000,000 events");
    await page.evaluate(() => void document.getElementById("list")?.scrollTo(0, 5_000_000));
    await page.click(".row >> nth=3");
    await page.waitForSelector("#panel h2");
    assert.equal(await page.textContent("#panel h2"), "WSPRecv");
  });
});
