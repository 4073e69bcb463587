import type { Layer } from "../kit/layer.js";
import { ByteQueue } from "../stream/byte-queue.js";
import type { OpenFilter, Pipe } from "../stream/stream-filter.js";
import { Bucket } from "./bucket.js";

/** The streams that share a rate: those of one socket, of a process, or of the machine. */
export type Shared = "socket" | "process" | "machine";

/** The rates of streams, as data. */
export interface ShapeOptions {
  /** The most bytes a second that are sent; unlimited by default. */
  readonly sendRate?: number;
  /** The most bytes a second that are received; unlimited by default. */
  readonly receiveRate?: number;
  /** Bytes that may pass at once after a pause; by default the bytes of a tenth of a second. */
  readonly burst?: number;
  /** The streams that share these rates; "socket" by default. */
  readonly per?: Shared;
}

type Way = "down" | "up";

/**
 * Makes the filters of streams, which pass bytes no faster than their buckets fill. Each direction of a stream holds at
 * most one piece.
 */
export function shapeStreams(layer: Layer, name: string, options: ShapeOptions): OpenFilter {
  const { imports, platform } = layer;
  const { per = "socket" } = options;
  const rates = { down: options.sendRate, up: options.receiveRate };

  const makeBucket = (way: Way): Bucket | null => {
    const rate = rates[way];
    if (rate === undefined) return null;
    return new Bucket(rate, Math.max(options.burst ?? rate / 10, 1), platform.now());
  };
  const makeBoth = () => ({ down: makeBucket("down"), up: makeBucket("up") });
  const common = per === "socket" ? null : per === "process" ? makeBoth() : imports.shared(`shape ${name}`, makeBoth);

  return () => {
    const buckets = common ?? makeBoth();
    const queue = { down: new ByteQueue(imports), up: new ByteQueue(imports) };
    return {
      down: shaped("down", buckets.down, queue.down),
      up: shaped("up", buckets.up, queue.up),
      closed() {
        queue.down.takeAll();
        queue.up.takeAll();
      },
    };
  };

  function shaped(way: Way, bucket: Bucket | null, queue: ByteQueue): (bytes: Uint8Array, pipe: Pipe) => void {
    if (bucket === null) return (bytes, pipe) => pipe[way](bytes);
    let isWaiting = false;

    const pump = (pipe: Pipe): void => {
      isWaiting = false;
      while (queue.length > 0) {
        const now = platform.now();
        const bytes = Math.min(queue.length, bucket.available(now));
        if (bytes === 0) {
          isWaiting = true;
          pipe.later(bucket.wait(queue.length, now), () => pump(pipe));
          return;
        }
        bucket.take(bytes);
        const piece = new Uint8Array(bytes);
        queue.peek(0, piece, 0, bytes);
        queue.drop(bytes);
        pipe[way](piece);
      }
      pipe.resume(way);
    };

    return (bytes, pipe) => {
      queue.push(bytes);
      pipe.pause(way);
      if (!isWaiting) pump(pipe);
    };
  }
}
