import { SOCKET_ERROR } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerOverrides } from "../kit/layer-definition.js";
import type { LayerSocket } from "../kit/layer-socket.js";
import { defineLayer } from "../pass/define-layer.js";
import type { LayerKind, Report } from "../stack/layer-kind.js";
import { positive, readOptions } from "../stack/read-options.js";
import { type Reading, Tally } from "./tally.js";

/** The options of `meter`. */
export interface MeterOptions {
  /**
   * Milliseconds after which the totals of process and machine are reported again; never by default. A meter has no
   * timer: it reports at the first transfer after that time.
   */
  readonly every?: number;
}

const METER_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B3000";

/**
 * A layer that counts bytes and operations. It reports those of a socket when the socket is closed, and those of the
 * process and the machine at the process's last WSACleanup and each `every` milliseconds.
 */
export const meter: LayerKind<MeterOptions, Reading> = {
  ProviderId: METER_PROVIDER,
  name: "Meter",
  module(given, report, ProviderId = METER_PROVIDER) {
    const { every = Infinity } = readOptions(given, "meter", { every: positive });
    return defineLayer({ ProviderId, name: "Meter", attach: (layer) => metered(layer, ProviderId, every, report) });
  },
};

function metered(layer: Layer, ProviderId: string, every: number, report: Report<Reading>): LayerOverrides {
  const { imports, pass, platform } = layer;
  const own = new Tally();
  const machine = imports.shared(`meter ${ProviderId}`, () => new Tally());

  function reportOf(scope: Reading["scope"], { sent, received }: Tally, socket: number, at: number): void {
    const flows = { sent: sent.read(at), received: received.read(at) };
    report({ layer: "meter", at, scope, process: imports.processId, socket, ...flows });
  }

  function reportTotals(at: number): void {
    reportOf("process", own, SOCKET_ERROR, at);
    reportOf("machine", machine, SOCKET_ERROR, at);
    own.reportedAt = at;
  }

  function count(direction: "sent" | "received"): (socket: LayerSocket, bytes: number) => void {
    return (socket, bytes) => {
      const at = platform.now();
      (socket.state as Tally)[direction].count(bytes, at);
      own[direction].count(bytes, at);
      machine[direction].count(bytes, at);
      if (at - own.reportedAt >= every) reportTotals(at);
    };
  }

  own.reportedAt = platform.now();
  return {
    opened(socket) {
      socket.state = new Tally();
    },
    sent: count("sent"),
    received: count("received"),
    closed: (socket) => reportOf("socket", socket.state as Tally, socket.upper, platform.now()),
    slots: {
      WSPCleanup(lpErrno) {
        const result = pass.WSPCleanup(lpErrno);
        if (result === 0 && layer.startups === 0) reportTotals(platform.now());
        return result;
      },
    },
  };
}
