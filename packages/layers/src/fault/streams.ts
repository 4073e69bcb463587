import { LINGER, type ProviderImports, ref, SO_LINGER, SOL_SOCKET, WSAECONNRESET } from "@ws2kit/spi";
import type { LayerSocket } from "../kit/layer-socket.js";
import type { Pipe, StreamFilter } from "../stream/stream-filter.js";
import { DelayedBytes } from "./delayed-bytes.js";
import type { ReadFaults } from "./fault-options.js";
import type { Note } from "./injection.js";
import type { Random } from "./random.js";

const HARD_CLOSE = LINGER(1, 0);

/** Makes the filter of one stream. It delays every piece, in order, or breaks the stream in place of a piece. */
export function faultyStream(
  { latency, jitter, resets }: ReadFaults,
  random: Random,
  imports: Pick<ProviderImports, "hold">,
  now: () => number,
  note: Note,
) {
  return (): StreamFilter => {
    const delayed = { down: new DelayedBytes("down", imports, now), up: new DelayedBytes("up", imports, now) };

    const carry = (way: "down" | "up") => (bytes: Uint8Array, pipe: Pipe) => {
      if (random.chance(resets)) return reset(pipe);
      const time = now();
      const due = Math.max(time + latency + (jitter > 0 ? random.fraction() * jitter : 0), delayed[way].lastDue);
      if (due === time) pipe[way](bytes);
      else delayed[way].push(due, bytes, pipe);
    };

    const reset = (pipe: Pipe) => {
      note("reset", pipe.socket.upper, "", { code: WSAECONNRESET });
      hardClose(pipe.socket);
      pipe.fail(WSAECONNRESET);
    };

    return {
      down: carry("down"),
      up: carry("up"),
      closed() {
        delayed.down.clear();
        delayed.up.clear();
      },
    };
  };
}

/** Makes the close of this socket reset the connection, so that the peer's end breaks too. */
function hardClose({ below, lower }: LayerSocket): void {
  below.slots.WSPSetSockOpt(lower, SOL_SOCKET, SO_LINGER, HARD_CLOSE, HARD_CLOSE.length, ref(0));
}
