import { LINGER, ref, SO_LINGER, SOL_SOCKET, WSAECONNRESET } from "@ws2kit/spi";
import type { LayerSocket } from "../kit/layer-socket.js";
import type { Pipe, StreamFilter } from "../stream/stream-filter.js";
import type { Note } from "./injection.js";
import type { ReadFaults } from "./options.js";
import type { Random } from "./random.js";

/** Bytes that may be on their way up before no more are taken from below. */
const WINDOW = 65536;

const HARD_CLOSE = LINGER(1, 0);

/** What latency and resets make of one stream: every piece arrives later, behind the one before, or breaks it. */
export function faultyStream({ latency, jitter, resets }: ReadFaults, random: Random, now: () => number, note: Note) {
  return (): StreamFilter => {
    const underWay = { down: 0, up: 0 };
    const lastDue = { down: 0, up: 0 };

    const carry = (way: "down" | "up") => (bytes: Uint8Array, pipe: Pipe) => {
      if (random.chance(resets)) return reset(pipe);
      const time = now();
      // what is sent later never comes sooner
      const due = Math.max(time + latency + (jitter > 0 ? random.fraction() * jitter : 0), lastDue[way]);
      if (due === time) return pipe[way](bytes);
      lastDue[way] = due;
      underWay[way] += bytes.length;
      if (underWay[way] >= WINDOW) pipe.pause(way);
      pipe.later(due - time, () => {
        underWay[way] -= bytes.length;
        if (underWay[way] < WINDOW) pipe.resume(way);
        pipe[way](bytes);
      });
    };

    const reset = (pipe: Pipe) => {
      note("reset", pipe.socket.upper, "", { code: WSAECONNRESET });
      hardClose(pipe.socket);
      pipe.fail(WSAECONNRESET);
    };

    return { down: carry("down"), up: carry("up") };
  };
}

/** Has the peer's end break too, when this one is closed. */
function hardClose({ below, lower }: LayerSocket): void {
  below.slots.WSPSetSockOpt(lower, SOL_SOCKET, SO_LINGER, HARD_CLOSE, HARD_CLOSE.length, ref(0));
}
