import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

const BUILT = fileURLToPath(new URL("../dist/", import.meta.url));
const sidebar = JSON.parse(readFileSync(`${BUILT}navigation.json`, "utf8"));

/** The anchor of a heading, as GitHub makes it: the pages are read there too. */
function slugify(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

export default defineConfig({
  title: "ws2kit",
  description: "Windows Sockets 2 for small devices that run JavaScript",
  lang: "en",
  srcDir: `${BUILT}pages`,
  outDir: `${BUILT}html`,
  cacheDir: `${BUILT}cache`,
  cleanUrls: false,
  ignoreDeadLinks: false,
  lastUpdated: false,
  metaChunk: true,
  markdown: {
    anchor: { slugify },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    headers: { level: [2, 3], slugify },
  },
  /**
   * The theme nests a button, the caret of a chapter, in the button that is the chapter's title and does the same: a
   * screen reader announces one button.
   */
  transformHtml: (html) =>
    html.replaceAll(/(class="caret"[^>]*?) role="button"([^>]*?) tabindex="0"/g, '$1$2 aria-hidden="true"'),
  themeConfig: {
    sidebar,
    outline: { level: [2, 3] },
    search: { provider: "local" },
    nav: [
      { text: "Start", link: "/start" },
      { text: "Concepts", link: "/concepts" },
      { text: "Functions", link: "/functions/" },
      { text: "Codes", link: "/codes/" },
      { text: "API", link: "/api/" },
    ],
    docFooter: { prev: "Previous", next: "Next" },
  },
});
