import { findTarget, importTarget } from "@ws2kit/build";
import type * as ce from "@ws2kit/target-ce";
import { EXIT } from "#cli/terminal/exit-code.js";
import { ALL_SYSTEMS } from "../fixture/systems.js";

/** Where the pictures of `docs/concepts.md` are kept. */
export const PICTURES_FOLDER = "docs/pictures";

/** A box: its place, the colour of its role, and its lines of text; the first line is its name. */
interface Box {
  readonly id: string;
  readonly at: readonly [x: number, y: number, width: number, height: number];
  readonly role: "application" | "ws2" | "provider" | "system";
  readonly lines: readonly string[];
}

/** An arrow between two boxes, with a text at its middle. */
type Arrow = readonly [from: string, to: string, text?: string];

interface Picture {
  readonly name: string;
  readonly title: string;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

const WIDTH = 720;
const LINE = 17;

const box = (id: string, role: Box["role"], at: Box["at"], ...lines: readonly string[]): Box => ({
  id,
  role,
  at,
  lines,
});

/** The targets that extend another target, each with the name of its parent. */
const EXTENDING = ALL_SYSTEMS.filter(({ lineage }) => lineage.length > 1).map(({ lineage: [name, parent] }) => ({
  name,
  parent,
}));

const { device } = (await importTarget<Pick<typeof ce, "profile">>(findTarget("ce", import.meta.dirname))).profile;

/** The pictures of the concepts. */
const PICTURES: readonly Picture[] = [
  {
    name: "catalog",
    title: "socket walks the catalog in order; the first entry that matches names the provider",
    height: 250,
    boxes: [
      box("call", "application", [20, 85, 190, 60], "socket(AF_INET,", "SOCK_DGRAM, 0)"),
      box("e1", "ws2", [280, 20, 200, 44], "1001 TCP, stream", "passed over: the type"),
      box("e2", "ws2", [280, 93, 200, 44], "1002 UDP, datagram", "the first match"),
      box("e3", "ws2", [280, 166, 200, 44], "1003 Modem, datagram", "not reached"),
      box("dll", "provider", [550, 85, 150, 60], "tcpip.dll", "WSPSocket"),
    ],
    arrows: [
      ["call", "e2", ""],
      ["e1", "e2", ""],
      ["e2", "dll", "loads"],
    ],
  },
  {
    name: "chain",
    title: "A call passes down a chain of layers to the base provider; each calls the one below",
    height: 330,
    boxes: [
      box("app", "application", [20, 20, 240, 44], "application", "send(s, …)"),
      box("ws2", "ws2", [20, 94, 240, 44], "ws2", "finds the handle's provider"),
      box("l1", "provider", [20, 168, 240, 44], "layer: trace", "WSPSend, reports, calls below"),
      box("base", "provider", [20, 242, 240, 44], "base provider: tcpip", "WSPSend, hands bytes over"),
      box("stack", "system", [420, 242, 260, 44], "network stack of the platform", "send(fd, buf, off, len)"),
      box("entry", "ws2", [420, 94, 260, 44], "catalog entry of the chain", "ChainEntries: 1005, 1001"),
    ],
    arrows: [
      ["app", "ws2"],
      ["ws2", "l1"],
      ["l1", "base"],
      ["base", "stack"],
      ["ws2", "entry", "read once"],
    ],
  },
  {
    name: "handle",
    title: "A handle leads to a socket object; a handle of a closed socket stays invalid",
    height: 240,
    boxes: [
      box("h1", "application", [20, 30, 150, 44], "SOCKET 0x108", "in use"),
      box("h2", "application", [20, 130, 150, 44], "SOCKET 0x008", "closed before"),
      box("slot", "ws2", [250, 80, 190, 60], "slot 2 of the table", "generation 1"),
      box("socket", "ws2", [510, 20, 190, 60], "socket", "entry, provider,", "pending operations"),
      box("no", "system", [510, 130, 190, 44], "WSAENOTSOCK", "generation 0 is over"),
    ],
    arrows: [
      ["h1", "slot"],
      ["h2", "slot"],
      ["slot", "socket", "equal"],
      ["slot", "no", "differs"],
    ],
  },
  {
    name: "overlapped",
    title: "An overlapped receive returns at once and ends later, by an event, a routine or a port",
    height: 270,
    boxes: [
      box("call", "application", [20, 20, 200, 60], "WSARecv(s, …,", "overlapped, routine)"),
      box("pending", "ws2", [280, 20, 180, 60], "operation", "WSA_IO_PENDING;", "buffers stay in use"),
      box("data", "system", [520, 20, 180, 60], "data arrives", "the provider fills", "the buffers"),
      box(
        "event",
        "application",
        [20, 180, 200, 60],
        "event of the structure",
        "WSAWaitForMultiple-",
        "Events returns",
      ),
      box(
        "routine",
        "application",
        [260, 180, 200, 60],
        "completion routine",
        "runs in an alertable wait;",
        "on CE on its own",
      ),
      box(
        "port",
        "application",
        [500, 180, 200, 60],
        "completion port",
        "GetQueuedCompletion-",
        "Status, desktop alone",
      ),
    ],
    arrows: [
      ["call", "pending", ""],
      ["data", "pending", ""],
      ["pending", "event", "either"],
      ["pending", "routine", "or"],
      ["pending", "port", "or"],
    ],
  },
  {
    name: "ports",
    title: "Many sockets report their ends to one completion port, which one loop reads",
    height: 250,
    boxes: [
      box("s1", "ws2", [20, 20, 170, 44], "socket A", 'key "A"'),
      box("s2", "ws2", [20, 94, 170, 44], "socket B", 'key "B"'),
      box("s3", "application", [20, 168, 170, 44], "the program", "PostQueuedCompletion…"),
      box("port", "ws2", [270, 72, 180, 88], "completion port", "packets in order:", "bytes, key, structure"),
      box(
        "loop",
        "application",
        [530, 72, 170, 88],
        "one loop",
        "GetQueuedCompletion-",
        "Status",
        "serves each packet",
      ),
    ],
    arrows: [
      ["s1", "port"],
      ["s2", "port"],
      ["s3", "port"],
      ["port", "loop"],
    ],
  },
  {
    name: "profiles",
    title: "A profile has two halves, what ws2 offers and what the shipped providers do; targets extend targets",
    height: 300,
    boxes: [
      box("desktop", "system", [20, 20, 200, 60], "desktop", "ws2_32.dll:", "ports, messages, threads"),
      box("ce", "system", [260, 20, 200, 60], "ce", "ws2.dll of Windows", "CE 5.0"),
      ...EXTENDING.map(({ name, parent }, i) =>
        box(name, "system", [260 + 240 * i, 130, 200, 44], name, `extends ${parent}`),
      ),
      box(
        "half1",
        "ws2",
        [20, 220, 330, 60],
        "architecture",
        "exports, upcalls, limits, heap and stack:",
        "true of every provider",
      ),
      box(
        "half2",
        "provider",
        [370, 220, 330, 60],
        "shipped providers",
        "what the providers in the box do:",
        "yours may do more",
      ),
    ],
    arrows: EXTENDING.map(({ name, parent }): Arrow => [parent, name]),
  },
  {
    name: "budgets",
    title: "The engine gives firmware a heap, a stack and a watchdog; exceeding one ends the program with a message",
    height: 250,
    boxes: [
      box("firmware", "application", [20, 72, 200, 88], "firmware", "one ES module:", "program, ws2, provider"),
      box("heap", "ws2", [290, 20, 180, 44], "heap", `${device.heap >> 20} MiB on ce`),
      box("stack", "ws2", [290, 94, 180, 44], "stack", `${device.stack >> 10} KiB on ce`),
      box("watchdog", "ws2", [290, 168, 180, 61], "watchdog", `${device.watchdog} ms on ce`, "between two host calls"),
      box(
        "end",
        "system",
        [540, 72, 160, 88],
        "exceeded",
        "the program ends",
        "with exit code",
        `${EXIT.heap}, ${EXIT.stack} or ${EXIT.watchdog}`,
      ),
    ],
    arrows: [
      ["firmware", "heap"],
      ["firmware", "stack"],
      ["firmware", "watchdog"],
      ["heap", "end"],
      ["stack", "end"],
      ["watchdog", "end"],
    ],
  },
];

const STYLE = `<style>
text { font-family: system-ui, sans-serif; font-size: 13px; text-anchor: middle; fill: #1f2328; }
.name { font-weight: 700; } rect { rx: 6px; stroke-width: 1.5; }
.application { fill: #ddf4ff; stroke: #0969da; } .ws2 { fill: #f6f8fa; stroke: #59636e; }
.provider { fill: #dafbe1; stroke: #1a7f37; } .system { fill: #fff8c5; stroke: #9a6700; }
path { stroke: #59636e; stroke-width: 1.5; fill: none; } .head { fill: #59636e; stroke: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .application { fill: #0c2d6b; stroke: #58a6ff; } .ws2 { fill: #21262d; stroke: #9198a1; }
  .provider { fill: #033a16; stroke: #3fb950; } .system { fill: #341a00; stroke: #d29922; }
  path { stroke: #9198a1; } .head { fill: #9198a1; stroke: none; }
}
</style>`;

/** The pictures of the concepts as SVG, by the names of their files. */
export function conceptPictures(): ReadonlyMap<string, string> {
  return new Map(PICTURES.map((picture) => [`${picture.name}.svg`, drawn(picture)]));
}

function drawn({ title, height, boxes, arrows }: Picture): string {
  const places = new Map(boxes.map((each) => [each.id, each]));
  const place = (id: string) => {
    const found = places.get(id);
    if (found === undefined) throw new Error(`no box ${id} in the picture "${title}"`);
    return found;
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    STYLE,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">' +
      '<path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    ...arrows.map(([from, to, text]) => arrow(place(from), place(to), text ?? "")),
    ...boxes.map(boxed),
    "</svg>",
    "",
  ].join("\n");
}

function boxed({ role, at: [x, y, width, height], lines }: Box): string {
  const top = y + height / 2 - ((lines.length - 1) * LINE) / 2 + 5;
  const texts = lines.map(
    (line, at) =>
      `<text x="${x + width / 2}" y="${top + at * LINE}"${at === 0 ? ' class="name"' : ""}>${escaped(line)}</text>`,
  );
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" class="${role}"/>${texts.join("")}`;
}

/** An arrow from the nearer edge of one box to that of the other. */
function arrow({ at: a }: Box, { at: b }: Box, text: string): string {
  const middle = ([x, y, width, height]: Box["at"]) => [x + width / 2, y + height / 2] as const;
  const [[ax, ay], [bx, by]] = [middle(a), middle(b)];
  const right = b[0] >= a[0] + a[2];
  const left = b[0] + b[2] <= a[0];
  const down = b[1] >= a[1] + a[3];
  const from = right ? [a[0] + a[2], ay] : left ? [a[0], ay] : [ax, down ? a[1] + a[3] : a[1]];
  const to = right ? [b[0], by] : left ? [b[0] + b[2], by] : [bx, down ? b[1] : b[1] + b[3]];
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - 6];
  const label = text === "" ? "" : `<text x="${x}" y="${y}">${escaped(text)}</text>`;
  return `<path d="M${from[0]} ${from[1]}L${to[0]} ${to[1]}" marker-end="url(#head)"/>${label}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
