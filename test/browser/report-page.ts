import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { type Browser, chromium, type Page } from "playwright-core";
import { ROOT } from "../cli/ws2kit.js";
import { CHROMIUM } from "./chromium.js";

/** Opened in a browser: `npm run test:reports`. */
describe("the page of ws2kit check", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-page-"));
  const file = join(folder, "report.html");
  let browser: Browser;
  let page: Page;
  const said: string[] = [];

  before("check a provider that has nothing yet, and what is shipped", async () => {
    const words = ["check", "test/lib/cli/providers/empty.js", "--target", "ce", "--engine", "all", "--format", "html"];
    const { status } = spawnSync(process.execPath, ["packages/cli/bin/ws2kit.js", ...words, "--out", file], {
      cwd: ROOT,
    });
    expect(status).to.equal(1);
    browser = await chromium.launch(CHROMIUM);
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    said.length = 0;
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => void (/^(file|data):/.test(request.url()) || said.push(request.url())));
    await page.goto(pathToFileURL(file).href);
  });

  afterEach("it logs nothing on the console and requests no other file", async () => {
    await page.close();
    expect(said).to.deep.equal([]);
  });

  const shown = () => page.locator("#checks .check:visible");
  const focused = () =>
    page.evaluate(() => document.activeElement?.querySelector(".id")?.textContent ?? document.activeElement?.id);

  it("lists the worst outcomes first", async () => {
    expect(await shown().first().getAttribute("data-worst")).to.equal("fail");
    expect(await page.locator("#checks .group").last().locator("b").first().innerText()).to.equal(
      "Does not apply here",
    );
  });

  it("/ goes to the filter, which hides checks without its words", async () => {
    await page.keyboard.press("/");
    expect(await focused()).to.equal("filter");
    await page.keyboard.type("bind/twice");
    expect(await shown().count()).to.equal(1);
    expect(await page.locator("#shown").textContent()).to.match(/^1 of \d{3,}$/);
    await page.keyboard.type(" nowhere");
    expect(await shown().count()).to.equal(0);
    expect(await page.locator("#nothing").isVisible()).to.equal(true);
  });

  it("Esc shows all again", async () => {
    const all = await shown().count();
    await page.locator(".tally.broken").click();
    expect(await shown().count()).to.be.lessThan(all);
    await page.keyboard.press("Escape");
    expect(await shown().count()).to.equal(all);
  });

  it("arrows move between visible checks, and Enter opens one", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("bind/");
    await page.keyboard.press("ArrowDown");
    const first = await focused();
    await page.keyboard.press("ArrowDown");
    const second = await focused();
    expect(first).to.match(/^bind\//);
    expect(second)
      .to.match(/^bind\//)
      .and.not.equal(first);
    await page.keyboard.press("ArrowUp");
    expect(await focused()).to.equal(first);
    await page.keyboard.press("Enter");
    const details = page.locator(".check details[open]");
    expect(await details.locator("dl").first().innerText()).to.match(/expected[\s\S]*got/);
    expect(await details.locator(".repeat code").first().innerText()).to.match(
      /^npx ws2kit check .* --only .* --seed 1$/,
    );
  });

  for (const [width, height] of [
    [360, 740],
    [820, 1100],
  ] as const) {
    it(`is no wider than a screen of ${width} pixels`, async () => {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(width);
    });
  }

  it("wraps a title that is longer than a telephone is wide", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page
      .locator("#checks .group .title b")
      .first()
      .evaluate((title) => {
        title.textContent = "WPUCompleteOverlappedRequest".repeat(3);
      });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(390);
  });

  it("groups failures by function, and folds the other checks", async () => {
    const open = page.locator("#checks .group[open] > .title b");
    expect(await open.allInnerTexts()).to.include("bind");
    expect(await page.locator("#checks .group:not([open]) > .title b").allInnerTexts()).to.include.members([
      "Holds",
      "Does not apply here",
    ]);
    await page.locator(".tally.pass").click();
    expect(await shown().count()).to.be.greaterThan(0);
  });

  it("explains the marks, and has a heading for each column", async () => {
    expect(await page.locator(".legend li").allInnerTexts()).to.have.length(5);
    expect(await page.locator(".places li").allInnerTexts()).to.deep.equal(["1 ce node", "2 ce quickjs"]);
  });

  it("shows each row on one line on a telephone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const short = page.locator("#checks .check:visible", { hasText: "bind/twice" });
    const { height } = (await short.boundingBox()) ?? { height: 0 };
    expect(height).to.be.within(20, 48);
  });

  it("is dark if the system's scheme is dark", async () => {
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: "light" });
    const light = await colour();
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await colour()).to.not.equal(light);
  });
});
