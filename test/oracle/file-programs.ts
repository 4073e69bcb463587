import { type HANDLE, ref, type SOCKET } from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import { plainSocket, shown } from "./overlap.js";
import { tiedPair } from "./port-programs.js";
import type { Programs } from "./programs.js";

const HELLO = Buffer.from("hello");

function reading(bench: Bench) {
  const tied = tiedPair(bench);
  const { operation, server } = tied;
  const answer = bench.told(bench.ws2.kernel32.ReadFile(server, operation.buffer, 100, null, operation.overlapped));
  return { ...tied, answer };
}

function writing(bench: Bench, offset = 0) {
  const tied = tiedPair(bench);
  const { operation, server } = tied;
  operation.overlapped.Offset = offset;
  const answer = bench.told(bench.ws2.kernel32.WriteFile(server, HELLO, 5, null, operation.overlapped));
  return { ...tied, answer };
}

/** ReadFile without an overlapped structure. */
function read(bench: Bench, s: number, room = 100): string {
  const n = ref(0);
  const answer = bench.told(bench.ws2.kernel32.ReadFile(s, new Uint8Array(room), room, n, null));
  return shown(answer, { n: n.value });
}

/** Programs for the rows about ReadFile and WriteFile on sockets. */
export const FILE_PROGRAMS: Programs = {
  "ReadFile overlapped on socket": (b) => reading(b).answer,
  "IOCP ReadFile": (b) => {
    const { client, port, operation } = reading(b);
    b.send(client, "hello");
    return port.next(operation);
  },
  "WriteFile overlapped on socket": (b) => writing(b).answer,
  "IOCP WriteFile": (b) => {
    const { port, operation } = writing(b);
    return port.next(operation);
  },
  "WriteFile with offset set": (b) => writing(b, 1000).answer,
  "IOCP WriteFile offset": (b) => {
    const { port, operation } = writing(b, 1000);
    return port.next(operation);
  },
  "WriteFile NULL overlapped on overlapped socket": (b) => {
    const n = ref(0);
    const answer = b.told(b.ws2.kernel32.WriteFile(b.pair().client, HELLO, 3, n, null));
    return shown(answer, { n: n.value });
  },
  "ReadFile NULL overlapped on overlapped socket": (b) => {
    const { client, server } = b.pair();
    b.send(client, "abc");
    return read(b, server);
  },
  GetFileType: (b) => String(b.ws2.kernel32.GetFileType(b.tcp())),
  "ReadFile at EOF": (b) => {
    const { client, server } = b.pair();
    b.ws2.closesocket(client);
    return read(b, server);
  },
  "ReadFile on non-overlapped socket": (b) => {
    const { s, peer } = plainSocket(b);
    b.send(peer, "x");
    return read(b, s, 1);
  },
  DuplicateHandle: (b) => String(Number(duplicate(b, b.tcp()) !== 0)),
  "send on DuplicateHandle": (b) => send(b, duplicate(b, b.pair().client)),
  "send on DuplicateHandle after close": (b) => {
    const { client } = b.pair();
    const second = duplicate(b, client);
    b.must(b.ws2.closesocket(client));
    return send(b, second);
  },
};

/** A second handle of a socket. */
export function duplicate({ ws2 }: Bench, s: SOCKET): SOCKET {
  const { GetCurrentProcess, DuplicateHandle } = ws2.kernel32;
  const second = ref<HANDLE | 0>(0);
  DuplicateHandle(GetCurrentProcess(), s, GetCurrentProcess(), second, 0, false, 2);
  return second.value as number as SOCKET;
}

function send(b: Bench, s: SOCKET): string {
  return b.told(b.ws2.send(s, new Uint8Array(1), 1, 0));
}
