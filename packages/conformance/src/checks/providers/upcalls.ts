import {
  type FileObject,
  fd_set,
  type HANDLE,
  INVALID_SOCKET,
  ref,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  type UpcallName,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { SpiSession, type UpcallRecord } from "../../bench/spi-session.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** A stub that a process has loaded: its upcalls, and the id of its entry. */
function started(bench: Bench) {
  const stub = new StubProvider({}, bench.trace);
  const [entry] = bench.machine.install(stub);
  const program = bench.program();
  const s = program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
  const errno = ref(0);
  /** Asserts that the last upcall failed with this code. */
  const refuses = (failed: boolean, code: number) => sameCode(failed ? errno.value : 0, code, "the upcall's error");
  return { stub, upcalls: stub.upcalls, id: entry.dwCatalogEntryId, program, s, errno, refuses };
}

/** Handles that WPUCreateSocketHandle did not make. */
const FOREIGN: readonly (readonly [of: string, handle: (bench: Bench) => number])[] = [
  ["zero", () => 0],
  ["-1", () => -1],
  ["a number", () => 0x4444444],
];

const foreign: readonly Check[] = FOREIGN.flatMap(([of, handle]) => [
  {
    rule: "WPUCloseSocketHandle/foreign" as const,
    of,
    run(bench: Bench) {
      const { upcalls, errno, refuses } = started(bench);
      refuses(upcalls.WPUCloseSocketHandle(handle(bench) as SOCKET, errno) === SOCKET_ERROR, WSAENOTSOCK);
    },
  },
  {
    rule: "WPUQuerySocketHandleContext/foreign" as const,
    of,
    run(bench: Bench) {
      const { upcalls, errno, refuses } = started(bench);
      const context = ref<unknown>("as it was");
      refuses(
        upcalls.WPUQuerySocketHandleContext(handle(bench) as SOCKET, context, errno) === SOCKET_ERROR,
        WSAENOTSOCK,
      );
      equal(context.value, "as it was", "the context");
    },
  },
]);

/** Calls of the upcalls that Windows CE lacks. Each returns whether it failed. */
const REFUSED: readonly (readonly [UpcallName, (upcalls: WSPUPCALLTABLE, errno: { value: number }) => boolean])[] = [
  ["WPUModifyIFSHandle", (u, e) => u.WPUModifyIFSHandle(1001, 4 as HANDLE, e) === INVALID_SOCKET],
  ["WPUQueryBlockingCallback", (u, e) => u.WPUQueryBlockingCallback(1001, ref(null), ref(null), e) === SOCKET_ERROR],
  ["WPUQueueApc", (u, e) => u.WPUQueueApc(thread(), () => {}, null, e) === SOCKET_ERROR],
  ["WPUOpenCurrentThread", (u, e) => u.WPUOpenCurrentThread(thread(), e) === SOCKET_ERROR],
  ["WPUCloseThread", (u, e) => u.WPUCloseThread(thread(), e) === SOCKET_ERROR],
];

function thread() {
  return { ThreadHandle: null, Reserved: null };
}

const refused: readonly Check[] = REFUSED.map(([of, call]) => ({
  rule: of === "WPUQueueApc" ? "WPUQueueApc/ce" : "upcalls/outside-the-eight",
  of,
  run(bench) {
    const { upcalls, errno, refuses } = started(bench);
    refuses(call(upcalls, errno), WSAEOPNOTSUPP);
  },
}));

const creating: readonly Check[] = [
  {
    rule: "WPUCreateSocketHandle/new-handle",
    run(bench) {
      const { upcalls, id, program, errno, stub } = started(bench);
      const s = upcalls.WPUCreateSocketHandle(id, {}, errno);
      const another = upcalls.WPUCreateSocketHandle(id, {}, errno);
      holds(s !== INVALID_SOCKET && s !== another, "whether each call returns a different handle");
      program.works(program.ws2.listen(s, 1));
      equal(stub.callsOf("WSPListen")[0]?.args[0], s, "the handle at the provider that the entry names");
    },
  },
  {
    rule: "WPUCreateSocketHandle/failure",
    run(bench) {
      const { upcalls, errno, refuses } = started(bench);
      const s = upcalls.WPUCreateSocketHandle(999999, {}, errno);
      equal(s, INVALID_SOCKET, "the result for an entry that is not in the catalog");
      refuses(true, WSAENOBUFS);
    },
  },
  {
    rule: "WPUCreateSocketHandle/no-buffers",
    run(bench) {
      const { upcalls, id, errno, refuses, program } = started(bench);
      const { handles } = bench.machine.machine.profile.limits;
      let last = 0 as SOCKET;
      for (let made = 1; made <= handles; made++) {
        const s = upcalls.WPUCreateSocketHandle(id, null, errno);
        if (s === INVALID_SOCKET) break;
        last = s;
      }
      refuses(upcalls.WPUCreateSocketHandle(id, null, errno) === INVALID_SOCKET, WSAENOBUFS);
      program.fails(program.ws2.socket(STUB_FAMILY, 0, 0), WSAENOBUFS, "socket's error");
      upcalls.WPUCloseSocketHandle(last, errno);
      program.works(program.ws2.socket(STUB_FAMILY, 0, 0), "socket's error once a handle is free");
    },
  },
  {
    rule: "WPUCreateSocketHandle/like-a-file",
    run(bench) {
      const { upcalls, id, errno, stub } = started(bench);
      const file: FileObject = { close() {} };
      const handles = [bench.file(stub, file), upcalls.WPUCreateSocketHandle(id, {}, errno)];
      handles.push(bench.file(stub, file), upcalls.WPUCreateSocketHandle(id, {}, errno));
      equal(
        handles.map((handle) => (handle as number) - (handles[0] as number)).join(),
        "0,4,8,12",
        "handles of files and of sockets, opened in turn",
      );
    },
  },
  ...(["WPUCreateSocketHandle/context", "WPUQuerySocketHandleContext/context"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        const { upcalls, id, errno } = started(bench);
        for (const given of [{ mine: 1 }, 0, "text", null, undefined, () => {}]) {
          const s = upcalls.WPUCreateSocketHandle(id, given, errno);
          const context = ref<unknown>("as it was");
          equal(upcalls.WPUQuerySocketHandleContext(s, context, errno), 0, "the query's answer");
          equal(context.value, given, "the context");
        }
      },
    }),
  ),
  {
    rule: "WPUCloseSocketHandle/closes",
    run(bench) {
      const { upcalls, id, errno, program, refuses } = started(bench);
      const s = upcalls.WPUCreateSocketHandle(id, {}, errno);
      equal(upcalls.WPUCloseSocketHandle(s, errno), 0, "the result");
      program.fails(program.ws2.listen(s, 1), WSAENOTSOCK);
      refuses(upcalls.WPUCloseSocketHandle(s, errno) === SOCKET_ERROR, WSAENOTSOCK);
    },
  },
];

const files: readonly Check[] = [
  {
    rule: "WPUModifyIFSHandle/same-handle",
    run(bench) {
      const { upcalls, id, errno, program, stub } = started(bench);
      const handle = bench.file(stub, { close() {} });
      program.fails(
        program.ws2.listen(handle as number as SOCKET, 1),
        WSAENOTSOCK,
        "the error of using the file before",
      );
      const s = upcalls.WPUModifyIFSHandle(id, handle, errno);
      equal(s as number, handle as number, "the handle that the provider returns");
      program.works(program.ws2.listen(s, 1));
      equal(stub.callsOf("WSPListen").length, 1, "WSPListen calls of the provider");
    },
  },
  {
    rule: "WPUModifyIFSHandle/unknown-entry",
    run(bench) {
      const { upcalls, id, errno, refuses, stub } = started(bench);
      const handle = bench.file(stub, { close() {} });
      refuses(upcalls.WPUModifyIFSHandle(999999, handle, errno) === INVALID_SOCKET, WSAEINVAL);
      refuses(upcalls.WPUModifyIFSHandle(id, 0x4444444 as HANDLE, errno) === INVALID_SOCKET, WSAEINVAL);
    },
  },
  {
    rule: "WPUCloseSocketHandle/foreign",
    of: "a file's",
    run(bench) {
      const { upcalls, errno, refuses, stub } = started(bench);
      const handle = bench.file(stub, { close() {} });
      refuses(upcalls.WPUCloseSocketHandle(handle as number as SOCKET, errno) === SOCKET_ERROR, WSAENOTSOCK);
    },
  },
];

const others: readonly Check[] = [
  {
    rule: "WPUFDIsSet/member",
    run(bench) {
      const { upcalls, s } = started(bench);
      const set = fd_set(8 as SOCKET, s);
      holds(upcalls.WPUFDIsSet(s, set) !== 0, "whether a member is in the set");
      equal(upcalls.WPUFDIsSet(12 as SOCKET, fd_set(s)), 0, "the result for no member");
      set.fd_count = 1;
      equal(upcalls.WPUFDIsSet(s, set), 0, "the result beyond fd_count");
    },
  },
  {
    rule: "WPUGetProviderPath/unknown",
    run(bench) {
      const { upcalls, errno, refuses } = started(bench);
      const nobody = "11111111-2222-3333-4444-555555555555";
      refuses(upcalls.WPUGetProviderPath(nobody, ref(""), ref(260), errno) === SOCKET_ERROR, WSAEINVAL);
    },
  },
  {
    rule: "WPUGetProviderPath/buffer-short",
    run(bench) {
      const { upcalls, errno, refuses, stub } = started(bench);
      const path = ref("as it was");
      const { length } = stub.path;
      refuses(upcalls.WPUGetProviderPath(stub.ProviderId, path, ref(length), errno) === SOCKET_ERROR, WSAEFAULT);
      equal(path.value, "as it was", "the path");
      equal(upcalls.WPUGetProviderPath(stub.ProviderId, path, ref(length + 1), errno), 0, "the result with room");
      equal(path.value, stub.path, "the path");
    },
  },
  {
    rule: "WPUQueryBlockingCallback/unknown-entry",
    run(bench) {
      const { upcalls, errno, refuses, id } = started(bench);
      refuses(upcalls.WPUQueryBlockingCallback(999999, ref(null), ref(null), errno) === SOCKET_ERROR, WSAEINVAL);
      equal(upcalls.WPUQueryBlockingCallback(id, ref(null), ref(null), errno), 0, "the result for an entry");
    },
  },
  {
    rule: "upcalls/latest-table",
    needs: ["IPv4 stream"],
    run(bench) {
      const spi = new SpiSession(bench);
      const entry = spi.entryOf(SOCK_STREAM);
      const latest: UpcallRecord[] = [];
      const slots = spi.start(latest);
      const before = spi.upcalls.length;
      const s = slots.WSPSocket(-1, -1, -1, entry, 0, 0, spi.lpErrno);
      spi.works(s);
      spi.works(spi.slots.WSPBind(s, sockaddr_in("0.0.0.0", 0), 16, spi.lpErrno));
      equal(spi.upcalls.length, before, "upcalls through the earlier table");
      holds(latest.length > 0, "whether the later table was used");
    },
  },
];

/** The upcalls and imports that ws2 offers a provider. */
export const UPCALL_CHECKS: readonly Check[] = [...foreign, ...refused, ...creating, ...files, ...others];
