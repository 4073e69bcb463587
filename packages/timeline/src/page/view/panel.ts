import type { Detail, PageHead } from "../columns.js";
import { isFailure } from "./chart.js";
import { type Events, inflate } from "./events.js";
import { byId, element, timeText } from "./words.js";

/** The side panel: the selected call, its arguments, bytes as text and hexadecimal, and the rule of its code. */
export class Panel {
  readonly #head: PageHead;
  readonly #events: Events;
  readonly #element = byId("panel");
  readonly #blocks: readonly string[];
  readonly #read = new Map<number, Promise<readonly (Detail | null)[]>>();
  #shown = -1;

  constructor(head: PageHead, events: Events) {
    this.#head = head;
    this.#events = events;
    this.#blocks = (byId("details").textContent ?? "").split("\n");
    this.#element.append(element("p", "Select an event: click it, or press → or ↓.", "soft"));
  }

  async show(event: number): Promise<void> {
    this.#shown = event;
    const details = await this.#details(Math.floor(event / this.#head.block));
    if (this.#shown !== event) return;
    const detail = details[event % this.#head.block];
    this.#element.replaceChildren(...(detail === null ? this.#wait(event) : this.#call(event, detail)));
    this.#element.scrollTop = 0;
  }

  #details(block: number): Promise<readonly (Detail | null)[]> {
    let read = this.#read.get(block);
    if (read === undefined) {
      read = inflate(this.#blocks[block]).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
      this.#read.set(block, read);
    }
    return read;
  }

  #wait(event: number): Node[] {
    const { start, took, lane } = this.#events;
    const who = lane[event] === -1 ? "the application" : this.#head.lanes[lane[event]];
    return [
      element("h2", "wait"),
      this.#fields([
        ["waits", who],
        ["from", timeText(start[event])],
        ["for", timeText(took[event])],
      ]),
    ];
  }

  #call(event: number, { given, written, result, hasThrown, ends, operation }: Detail): Node[] {
    const { start, took, ended, lane, slot, socket, process, code, operationCode } = this.#events;
    const name = this.#head.slots[slot[event]];
    const parts: Node[] = [
      element("h2", name),
      this.#fields([
        ["provider", this.#head.lanes[lane[event]]],
        ["process", String(process[event])],
        ...(socket[event] === -1 ? [] : [["socket", String(socket[event])] as const]),
        ["from", timeText(start[event])],
        ["took", Number.isFinite(took[event]) ? timeText(took[event]) : "it has not returned"],
        ["result", hasThrown ? "it threw" : result === null ? "none" : String(result)],
        ...(ends === undefined ? [] : [["local", ends[0]] as const, ["remote", ends[1] || "none"] as const]),
      ]),
      ...this.#error(name, code[event]),
      ...this.#arguments("Passed by the caller", given),
      ...this.#arguments("Written by the call", written),
    ];
    if (operation === undefined) return parts;
    const end = ended[event];
    return [
      ...parts,
      element("h3", `Overlapped operation #${operation.number}`),
      this.#fields([
        [
          "ended",
          Number.isFinite(end) ? `${timeText(end)}, after ${timeText(end - start[event])}` : "it has not ended",
        ],
        ["bytes", String(operation.bytes)],
      ]),
      ...this.#error(name, operationCode[event]),
      ...this.#arguments("Written at its end", operation.written),
    ];
  }

  #error(slot: string, code: number): Node[] {
    if (code === 0) return [];
    const { name, text, help, rule, ruleText } = this.#head.explanations[`${slot} ${code}`];
    const lines = [element("b", name), element("p", text), ...(help === "" ? [] : [element("p", help, "soft")])];
    if (rule !== "") lines.push(element("p", [element("code", rule), document.createTextNode(` ${ruleText}`)], "rule"));
    return [element("div", lines, isFailure(code) ? "code bad-code" : "code")];
  }

  #fields(fields: readonly (readonly [string, string])[]): HTMLElement {
    return element(
      "dl",
      fields.flatMap(([name, text]) => [element("dt", name), element("dd", text)]),
    );
  }

  #arguments(title: string, all: Detail["given"]): Node[] {
    if (all.length === 0) return [];
    const parts: Node[] = [element("h3", title), this.#fields(all.map(([name, text]) => [name, text]))];
    for (const [name, , hex] of all) if (hex !== "") parts.push(this.#bytes(name, hex));
    return parts;
  }

  /** Sixteen bytes a line: their offset, hexadecimal and text. */
  #bytes(name: string, hex: string): HTMLElement {
    const most = 4096;
    const lines: string[] = [];
    for (let at = 0; at < Math.min(hex.length, 2 * most); at += 32) {
      const pairs = hex.slice(at, at + 32).match(/../g) ?? [];
      const text = pairs.map((pair) => {
        const byte = Number.parseInt(pair, 16);
        return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·";
      });
      lines.push(`${(at / 2).toString(16).padStart(4, "0")}  ${pairs.join(" ").padEnd(47)}  ${text.join("")}`);
    }
    if (hex.length > 2 * most) lines.push(`… ${hex.length / 2 - most} more bytes`);
    const block = element("pre", lines.join("\n"));
    block.tabIndex = 0;
    block.setAttribute("aria-label", `The bytes of ${name}`);
    return block;
  }
}
