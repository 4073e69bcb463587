import type { PageHead } from "../columns.js";

/** The events as columns; see `columnsOf`. */
export interface Events {
  readonly count: number;
  readonly start: Float64Array;
  readonly took: Float64Array;
  readonly ended: Float64Array;
  readonly socket: Int32Array;
  readonly process: Int32Array;
  readonly code: Int32Array;
  readonly operationCode: Int32Array;
  readonly lane: Int8Array;
  readonly slot: Uint8Array;
  readonly depth: Uint8Array;
}

/** Decodes base64 of gzip. */
export async function inflate(base64: string): Promise<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** Reads the columns of the page. */
export function readEvents({ count }: PageHead, buffer: ArrayBuffer): Events {
  let at = 0;
  const take = (size: number) => {
    const from = at;
    at += size * count;
    return from;
  };
  return {
    count,
    start: new Float64Array(buffer, take(8), count),
    took: new Float64Array(buffer, take(8), count),
    ended: new Float64Array(buffer, take(8), count),
    socket: new Int32Array(buffer, take(4), count),
    process: new Int32Array(buffer, take(4), count),
    code: new Int32Array(buffer, take(4), count),
    operationCode: new Int32Array(buffer, take(4), count),
    lane: new Int8Array(buffer, take(1), count),
    slot: new Uint8Array(buffer, take(1), count),
    depth: new Uint8Array(buffer, take(1), count),
  };
}
