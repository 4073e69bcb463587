import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { expect } from "chai";
import { type Browser, chromium } from "playwright-core";
import { CHROMIUM } from "../browser/chromium.js";
import { brokenLinks, builtPages } from "./built-links.js";
import { served } from "./served.js";

/** A page of each form: what differs between them is their text alone. */
const FORMS: readonly string[] = [
  "/",
  "/overview",
  "/start",
  "/first-user",
  "/concepts",
  "/check",
  "/porting",
  "/porting/finger",
  "/functions/",
  "/functions/WSASend",
  "/functions/select",
  "/codes/",
  "/codes/WSAEINVAL",
  "/profiles",
  "/absent",
  "/options",
  "/performance",
  "/reference/slots",
  "/api/",
  "/api/platform-memory",
  "/packages/layers/",
  "/source/examples/port/finger-ts",
];

/** What axe reports of a page. */
interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** The site as `npm run docs:site` has built it. */
describe("the built site", function () {
  this.timeout(300_000);

  it("has no link to a file or a heading that does not exist, and none that leaves the site", () => {
    const pages = builtPages();
    expect(pages.size).to.be.above(400);
    expect(brokenLinks(pages)).to.deep.equal([]);
  });

  describe("in a browser", () => {
    let browser: Browser;
    let site: Awaited<ReturnType<typeof served>>;
    const axe = readFileSync(createRequire(resolve("site/package.json")).resolve("axe-core/axe.min.js"), "utf8");

    before(async () => {
      site = await served();
      browser = await chromium.launch(CHROMIUM);
    });
    after(async () => {
      await browser?.close();
      site?.stop();
    });

    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [390, 1280]) {
        it(`${colorScheme}, ${width} wide: axe finds nothing, and no page is wider than the window`, async () => {
          const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
          const findings: string[] = [];
          page.on("request", (request) => void (request.url().startsWith(site.url) || findings.push(request.url())));
          page.on("pageerror", (error) => void findings.push(String(error)));
          for (const path of FORMS) {
            await page.goto(site.url + path);
            await page.evaluate(axe);
            const found: Finding[] = await page.evaluate(
              "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) => violations)",
            );
            for (const { id, nodes } of found) {
              findings.push(
                `${path}: ${id}: ${nodes
                  .map(({ html }) => html.slice(0, 160))
                  .slice(0, 3)
                  .join(" · ")}`,
              );
            }
            const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
            if (excess > 0) findings.push(`${path} is ${excess} pixels wider than the window`);
          }
          await page.close();
          expect(findings, findings.join("\n")).to.deep.equal([]);
        });
      }
    }

    it("finds a function by its name, without a network", async () => {
      const page = await browser.newPage();
      await page.goto(`${site.url}/overview`);
      await page.locator("#local-search button").first().click();
      await page.locator(".VPLocalSearchBox input").fill("WSAEventSelect");
      await page.locator(".VPLocalSearchBox .result").first().waitFor();
      const links = await page
        .locator(".VPLocalSearchBox .result")
        .evaluateAll((all) => all.map((each) => each.getAttribute("href")));
      expect(links.some((link) => link?.startsWith("/functions/WSAEventSelect"))).to.equal(true);
      await page.close();
    });
  });
});
