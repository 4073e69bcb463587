import type { SlotName, WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerOverrides } from "../kit/layer-definition.js";
import { defineLayer } from "../pass/define-layer.js";
import type { LayerKind, Report } from "../stack/layer-kind.js";
import { BadOption, readOptions, shown } from "../stack/read-options.js";
import type { CallLine, EndLine } from "./line.js";
import { Player } from "./player.js";
import { readRecording, type Script } from "./script.js";
import { FORMS } from "./slots.js";

/** The options of `replay`. */
export interface ReplayOptions {
  /** The lines that `record` wrote, each with a line end. */
  readonly recording: string;
}

/** A call of the application that differs from the recording. Plain data. */
export interface Deviation {
  /** The layer that reports. */
  readonly layer: "replay";
  /** Milliseconds on the platform's clock. */
  readonly at: number;
  /** The process that called, by its identifier. */
  readonly process: number;
  /** The line of the recording, from 1; 0 after its end. */
  readonly line: number;
  /** The call of that line, as JSON: slot, number of the socket, arguments. "" after the end of the recording. */
  readonly expected: string;
  /** The call of the application, as JSON; "" if the application has ended. */
  readonly found: string;
}

const REPLAY_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B6000";

/**
 * A layer that serves calls from a recording: with the recorded results, at the recorded times. It calls no provider
 * below. A call that differs from the recording fails with WSASYSCALLFAILURE, and is reported.
 */
export const replay: LayerKind<ReplayOptions, Deviation> = {
  ProviderId: REPLAY_PROVIDER,
  name: "Replay",
  module(given, report, ProviderId = REPLAY_PROVIDER) {
    const { recording: scripts } = readOptions(given, "replay", { recording: readScripts });
    if (scripts === undefined) throw new BadOption("option-missing", ["replay.recording"]);
    return defineLayer({ ProviderId, name: "Replay", attach: (layer) => replayed(layer, ProviderId, scripts, report) });
  },
};

/** @data */
function readScripts(value: unknown, at: string): readonly Script[] {
  if (typeof value !== "string") throw new BadOption("option-text", [at, shown(value)]);
  const scripts = readRecording(value);
  if (typeof scripts === "number") throw new BadOption("option-recording", [at, scripts]);
  return scripts;
}

/** The text of a recorded call or of the application's call; "" for `null`. */
function callText(call: Partial<CallLine> | EndLine | null): string {
  if (call === null || "end" in call) return call === null ? "" : JSON.stringify({ end: call.end });
  const { slot, s, in: given } = call;
  return JSON.stringify({ slot, s, in: given });
}

const NOTHING: Script = { lines: [], places: [], calls: [], ends: new Map() };

function replayed(layer: Layer, name: string, scripts: readonly Script[], report: Report<Deviation>): LayerOverrides {
  const { imports, platform } = layer;
  const shared = imports.shared(`replay ${name}`, () => ({ processes: 0 }));
  const script = scripts[shared.processes++] ?? NOTHING;
  const player = new Player(layer, script, (line, expected, found) => {
    const [at, process] = [platform.now(), imports.processId];
    report({ layer: "replay", at, process, line, expected: callText(expected), found: callText(found) });
  });
  const slots: Record<string, unknown> = {};
  for (const [slot, form] of Object.entries(FORMS)) {
    slots[slot] = (...args: unknown[]) => player.answer(slot as SlotName, form, args);
  }
  return { slots: slots as Partial<WSPPROC_TABLE> };
}
