import { addressOf, type Page } from "./page.js";
import { titleOf } from "./repository-pages.js";

/** An entry of the navigation, as VitePress reads it. */
export interface Entry {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly Entry[];
}

/** The chapters of the site in order: a page by its path, all pages of a folder by "folder/*". */
export const CHAPTERS: readonly { readonly title: string; readonly pages: readonly string[]; readonly open?: true }[] =
  [
    { title: "Begin", open: true, pages: ["overview", "start", "first-user", "concepts", "architecture"] },
    {
      title: "Guides",
      open: true,
      pages: [
        "porting",
        "porting/dial",
        "porting/finger",
        "porting/winfinger",
        "sockets",
        "firmware",
        "examples/testing/index",
        "check",
        "system",
        "targets",
        "examples/own-provider/index",
        "packages/layers/index",
        "examples/device/index",
        "packages/device-host/porting",
      ],
    },
    { title: "Examples", pages: ["examples/*"] },
    { title: "Functions", pages: ["functions/index", "absent", "functions/table"] },
    { title: "Error codes", pages: ["codes/index", "codes/windows", "codes/quality-of-service"] },
    { title: "Reference", pages: ["profiles", "options", "reference/index", "reference/*"] },
    { title: "Packages", pages: ["packages/*"] },
    { title: "API", pages: ["api/*"] },
    { title: "Targets", pages: ["targets/*"] },
    { title: "Decisions", pages: ["decisions/index", "decisions/*"] },
    { title: "Figures", pages: ["figures", "performance"] },
    { title: "The project", pages: ["contributing", "dependencies", "security", "changelog"] },
  ];

/** Pages that other pages lead to, and that the navigation leaves out. */
const UNLISTED = /^(source|functions|codes)\/|^index$/;

/** The navigation. Throws for a page that no chapter lists, and for a chapter's page that does not exist. */
export function navigation(pages: readonly Page[]): Entry[] {
  const titles = new Map(pages.map(({ path, text }) => [path, titleOf(text)]));
  const named = new Set(CHAPTERS.flatMap((chapter) => chapter.pages));
  const listed = new Set<string>();
  const entry = (path: string): Entry => {
    const text = titles.get(path);
    if (text === undefined) throw new Error(`the navigation lists ${path}, which is no page`);
    listed.add(path);
    return { text, link: addressOf(path) };
  };
  const entries = CHAPTERS.map(({ title, open, pages: paths }) => ({
    text: title,
    collapsed: open !== true,
    items: paths.flatMap((path) => {
      if (!path.endsWith("/*")) return [entry(path)];
      const folder = path.slice(0, -1);
      const all = [...titles.keys()].filter((each) => each.startsWith(folder) && !named.has(each));
      return all.sort().map(entry);
    }),
  }));
  const lost = [...titles.keys()].filter((path) => !listed.has(path) && !UNLISTED.test(path));
  if (lost.length > 0) throw new Error(`no chapter of the navigation lists ${lost.join(", ")}`);
  return entries;
}
