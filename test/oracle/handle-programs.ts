import { fd_set, type HANDLE, INVALID_SOCKET, POLLIN, type SOCKET, sockaddr_in } from "@ws2kit/spi";
import { hexWord } from "./answer.js";
import { type Bench, FILE } from "./bench.js";
import type { Programs } from "./programs.js";

const GENERIC_READ = 0x80000000;
const OPEN_EXISTING = 3;
const NAME = sockaddr_in("127.0.0.1", 80);

/** The handle of a closed socket. */
function closed(bench: Bench): SOCKET {
  const s = bench.tcp();
  bench.ws2.closesocket(s);
  return s;
}

/** A handle of a file. */
function openFile({ ws2 }: Bench): HANDLE {
  return ws2.kernel32.CreateFileW(FILE, GENERIC_READ, 0, null, OPEN_EXISTING, 0, null);
}

/** Programs for the rows about handles that are no sockets. */
export const HANDLE_PROGRAMS: Programs = {
  "recv on closed": (b) => b.told(b.recv(closed(b))),
  "bind on closed": (b) => b.told(b.ws2.bind(closed(b), NAME, NAME.length)),
  "connect on closed": (b) => b.told(b.ws2.connect(closed(b), NAME, NAME.length)),
  "listen on closed": (b) => b.told(b.ws2.listen(closed(b), 5)),
  "setsockopt on closed": (b) => b.told(b.ws2.setsockopt(closed(b), 0xffff, 8, new Uint8Array(4), 4)),
  "accept on closed": (b) => b.told(b.ws2.accept(closed(b))),
  "select on closed": (b) => b.told(b.ws2.select(0, fd_set(closed(b)), null, null, { tv_sec: 0, tv_usec: 0 })),
  "WSAPoll on closed": (b) => b.told(b.ws2.WSAPoll([{ fd: closed(b), events: POLLIN, revents: 0 }], 1, 0)),
  "WSAPoll revents closed": (b) => {
    const row = { fd: closed(b), events: POLLIN, revents: 0 };
    b.ws2.WSAPoll([row], 1, 0);
    return `revents ${hexWord(row.revents)}`;
  },
  "send on file handle": (b) => b.told(b.send(openFile(b) as number as SOCKET, "x")),
  "file handle still valid": (b) => {
    const file = openFile(b);
    b.send(file as number as SOCKET, "x");
    return String(Number(b.ws2.kernel32.CloseHandle(file)));
  },
  "bind on event handle": (b) => b.told(b.ws2.bind(b.ws2.WSACreateEvent() as number as SOCKET, NAME, NAME.length)),
  "send 0": (b) => b.told(b.send(0 as SOCKET, "x")),
  "closesocket INVALID": (b) => b.told(b.ws2.closesocket(INVALID_SOCKET)),
  "CloseHandle(socket)": (b) => String(Number(b.ws2.kernel32.CloseHandle(b.tcp() as number as HANDLE))),
};
