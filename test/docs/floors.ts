import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Where the picture of the floors is kept. */
export const FLOORS_FILE = "docs/floors.svg";

const SCOPE = "@ws2kit/";
const WIDTH = 960;
const ROW = 74;
const BOX = { width: 128, height: 34 };
const LEFT = 150;

/** The text of each floor, from the top. */
const FLOORS: readonly (readonly [floor: number, text: string])[] = [
  [6, "command"],
  [5, "firmware, engine"],
  [4, "checks, promises"],
  [3, "systems, as data"],
  [2, "providers, layers"],
  [1, "ws2, platforms"],
  [0, "contract, rules"],
];

interface Package {
  readonly name: string;
  readonly floor: number;
  readonly neutral: boolean;
  readonly below: readonly string[];
}

function readPackages(): Package[] {
  const folders = ["packages", "targets"].flatMap((room) => readdirSync(room).map((name) => `${room}/${name}`));
  return folders
    .filter((folder) => existsSync(`${folder}/package.json`))
    .map((folder) => {
      const { name, ws2kit, dependencies = {} } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
      const below = Object.keys(dependencies).filter((each) => each.startsWith(SCOPE));
      return { name, floor: ws2kit.floor, neutral: ws2kit.neutral, below };
    });
}

/** The dependencies that no other dependency of the package implies. */
function direct(pkg: Package, all: ReadonlyMap<string, Package>): string[] {
  const reach = (name: string): string[] => (all.get(name)?.below ?? []).flatMap((each) => [each, ...reach(each)]);
  const implied = new Set(pkg.below.flatMap(reach));
  return pkg.below.filter((name) => !implied.has(name));
}

/** The picture, as text: a row for each floor, a box for each package, a line for each direct dependency. */
export function floorsPicture(): string {
  const packages = readPackages();
  const all = new Map(packages.map((pkg) => [pkg.name, pkg]));
  const place = new Map<string, { x: number; y: number }>();
  const rows = FLOORS.map(([floor, text], row) => {
    const here = packages.filter((pkg) => pkg.floor === floor);
    const gap = (WIDTH - LEFT - here.length * BOX.width) / (here.length + 1);
    here.forEach(({ name }, at) => {
      place.set(name, { x: Math.round(LEFT + gap + at * (BOX.width + gap)), y: 16 + row * ROW });
    });
    const y = 16 + row * ROW;
    return `<text x="14" y="${y + 14}" class="floor">${floor}</text><text x="34" y="${y + 14}" class="what">${text}</text>`;
  });
  const missing = packages.filter(({ name }) => !place.has(name));
  if (missing.length > 0) throw new Error(`no row for the floor of ${missing.map(({ name }) => name).join(", ")}`);
  const at = (name: string) => place.get(name) as { x: number; y: number };
  const lines = packages.flatMap((pkg) =>
    direct(pkg, all).map((name) => {
      const [from, to] = [at(pkg.name), at(name)];
      const [x1, x2] = [from.x + BOX.width / 2, to.x + BOX.width / 2];
      if (from.y === to.y) {
        const y = from.y + BOX.height;
        return `<path d="M${x1} ${y} Q${(x1 + x2) / 2} ${y + 22} ${x2} ${y}"/>`;
      }
      return `<path d="M${x1} ${from.y + BOX.height} L${x2} ${to.y}"/>`;
    }),
  );
  const boxes = packages.map((pkg) => {
    const { x, y } = at(pkg.name);
    const title = pkg.name.replace(SCOPE, "");
    return (
      `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" class="${pkg.neutral ? "neutral" : "node"}"/>` +
      `<text x="${x + BOX.width / 2}" y="${y + 21}" class="name">${title}</text>`
    );
  });
  const height = 16 + FLOORS.length * ROW + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>The packages of ws2kit by floor, and what each depends on</title>
<style>
svg { background: #fff; font-family: system-ui, sans-serif; font-size: 13px; }
text { fill: #1f2328; }
.floor { font-weight: 700; } .what { fill: #59636e; } .name { text-anchor: middle; }
rect { rx: 6px; stroke-width: 1.5; } .neutral { fill: #ddf4ff; stroke: #0969da; } .node { fill: #fff8c5; stroke: #9a6700; }
path { stroke: #8c959f; stroke-width: 1.2; fill: none; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; } text { fill: #f0f6fc; } .what { fill: #9198a1; } path { stroke: #656c76; }
  .neutral { fill: #0c2d6b; stroke: #58a6ff; } .node { fill: #341a00; stroke: #d29922; }
}
</style>
${[...lines, ...boxes, ...rows].join("\n")}
<rect x="14" y="${height - 24}" width="14" height="14" class="neutral"/><text x="34" y="${height - 12}" class="what">needs only the language, so it runs on a device</text>
<rect x="400" y="${height - 24}" width="14" height="14" class="node"/><text x="420" y="${height - 12}" class="what">needs Node</text>
</svg>
`;
}
