import { WSAID_TRANSMITFILE, WSAID_TRANSMITPACKETS } from "@ws2kit/core";
import { filter, installStack as installKinds } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  encodeGuid,
  FIONBIO,
  type HANDLE,
  INVALID_HANDLE_VALUE,
  MAKEWORD,
  newWSADATA,
  newWSAOVERLAPPED,
  type Platform,
  ref,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  type Storage,
  sockaddr_in,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import {
  openMachine,
  TF_DISCONNECT,
  TF_REUSE_SOCKET,
  TP_ELEMENT_FILE,
  TP_ELEMENT_MEMORY,
  type Ws2,
} from "@ws2kit/target-desktop";
import { assert } from "chai";
import { installStack } from "../layers/stack.js";

const GENERIC_READ = 0x80000000;
const OPEN_EXISTING = 3;
const [FILE_BEGIN, FILE_END] = [0, 2];

/** A text longer than a provider's block, with characters of one to four bytes. */
const TEXT = "café € 𝄞 – ".repeat(3000);
const BYTES = new TextEncoder().encode(TEXT);

/** A storage that contains the text, and stores catalogs. */
function storage(): Storage {
  const texts = new Map([["page.html", TEXT]]);
  return {
    read: (name) => texts.get(name) ?? null,
    write: (name, text) => texts.set(name, text) !== undefined,
  };
}

function program(platform: Platform, depth = 0) {
  const machine = openMachine({ platform });
  installStack(machine, new Array(depth).fill({}));
  const ws2 = machine.openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return { machine, ws2 };
}

const memory = () => memoryPlatform({ network: memoryNetwork(), storage: storage() });

/** Two connected streams. */
function pair(ws2: Ws2): { s: SOCKET; peer: SOCKET } {
  const listener = ws2.socket(2, SOCK_STREAM, 0);
  ws2.bind(listener, sockaddr_in("127.0.0.1", 0), 16);
  ws2.listen(listener, 1);
  const name = new Uint8Array(16);
  ws2.getsockname(listener, name, ref(16));
  const s = ws2.socket(2, SOCK_STREAM, 0);
  assert.equal(ws2.connect(s, name, 16), 0);
  return { s, peer: ws2.accept(listener, null, null) };
}

function open(ws2: Ws2, name = "page.html"): HANDLE {
  return ws2.kernel32.CreateFileW(name, GENERIC_READ, 0, null, OPEN_EXISTING, 0, null);
}

function receive(ws2: Ws2, s: SOCKET, size: number): Uint8Array {
  const buf = new Uint8Array(size);
  for (let at = 0; at < size; ) {
    const count = ws2.recv(s, buf, size - at, 0, at);
    if (count <= 0) return buf.subarray(0, at);
    at += count;
  }
  return buf;
}

describe("kernel32: files of the platform's storage", () => {
  it("reads a text as UTF-8, from the beginning, from an offset and at its end", () => {
    const { machine, ws2 } = program(memory());
    const { CloseHandle, GetFileSizeEx, GetFileType, GetOverlappedResult, ReadFile, SetFilePointerEx } = ws2.kernel32;
    const file = open(ws2);
    const [buf, count] = [new Uint8Array(BYTES.length + 1), ref(0)];
    assert.isTrue(GetFileSizeEx(file, count));
    assert.equal(count.value, BYTES.length);
    assert.equal(GetFileType(file), 1);
    assert.isTrue(ReadFile(file, buf, buf.length, count, null));
    assert.deepEqual(buf.subarray(0, count.value), BYTES);
    assert.isTrue(ReadFile(file, buf, 4, count, null));
    assert.equal(count.value, 0, "the bytes at the end");
    assert.isTrue(SetFilePointerEx(file, -3, count, FILE_END));
    assert.equal(count.value, BYTES.length - 3);
    assert.isTrue(ReadFile(file, buf, 8, count, null));
    assert.equal(count.value, 3);
    const overlapped = { ...newWSAOVERLAPPED(ws2.WSACreateEvent()), Offset: 5 };
    assert.isTrue(ReadFile(file, buf, 8, null, overlapped));
    assert.isTrue(GetOverlappedResult(file, overlapped, count, true));
    assert.equal(count.value, 8);
    assert.deepEqual(buf.subarray(0, 8), BYTES.subarray(5, 13));
    assert.isFalse(ReadFile(file, buf, 8, null, { ...newWSAOVERLAPPED(), Offset: BYTES.length }));
    assert.equal(ws2.WSAGetLastError(), 38);
    assert.isFalse(SetFilePointerEx(file, -1, null, FILE_BEGIN));
    assert.equal(ws2.WSAGetLastError(), 131);
    assert.isTrue(CloseHandle(file));
    assert.isFalse(GetFileSizeEx(file, count));
    assert.equal(ws2.WSAGetLastError(), WSA_INVALID_HANDLE);
    assert.equal(machine.counters.handles, 1, "the event");
  });

  const REFUSED: readonly (readonly [
    what: string,
    name: unknown,
    access: number,
    disposition: number,
    code: number,
  ])[] = [
    ["a name that is not there", "other", GENERIC_READ, 3, 2],
    ["a name with a folder", "../page.html", GENERIC_READ, 3, 3],
    ["the folder itself", "..", GENERIC_READ, 3, 3],
    ["writing", "page.html", 0x40000000, 3, 19],
    ["making a file", "other", GENERIC_READ, 4, 19],
    ["truncating", "page.html", GENERIC_READ, 5, 19],
    ["no such disposition", "page.html", GENERIC_READ, 0, WSA_INVALID_PARAMETER],
    ["a name that is no text", 7, GENERIC_READ, 3, WSA_INVALID_PARAMETER],
  ];
  for (const [what, name, access, disposition, code] of REFUSED) {
    it(`refuses ${what} with ${code}`, () => {
      const { ws2 } = program(memory());
      const file = ws2.kernel32.CreateFileW(name as string, access, 0, null, disposition, 0, null);
      assert.equal(file, INVALID_HANDLE_VALUE);
      assert.equal(ws2.WSAGetLastError(), code);
    });
  }

  it("refuses to read an outcome from an invalid structure", () => {
    const { ws2 } = program(memory());
    for (const garbage of [1.5, {}, null]) {
      assert.isFalse(ws2.kernel32.GetOverlappedResult(open(ws2), garbage as never, ref(0), false));
      assert.equal(ws2.WSAGetLastError(), WSA_INVALID_PARAMETER);
    }
  });

  it("WriteFile fails on every file", () => {
    const { ws2 } = program(memory());
    assert.isFalse(ws2.kernel32.WriteFile(open(ws2), BYTES, 4, ref(0), null));
    assert.equal(ws2.WSAGetLastError(), 1);
  });
});

for (const depth of [0, 1, 3]) {
  describe(`TransmitFile and TransmitPackets through ${depth} layers`, () => {
    it("send a stored file between two buffers", () => {
      const { machine, ws2 } = program(memory(), depth);
      const { s, peer } = pair(ws2);
      const buffers = { Head: BYTES, HeadLength: 3, Tail: BYTES, TailLength: 2 };
      const before = machine.counters.bytesSent;
      ws2.ioctlsocket(peer, FIONBIO, ref(1));
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      assert.isFalse(ws2.mswsock.TransmitFile(s, open(ws2), 0, 0, overlapped, buffers, 0));
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      ws2.ioctlsocket(peer, FIONBIO, ref(0));
      const got = receive(ws2, peer, BYTES.length + 5);
      assert.deepEqual(got, new Uint8Array([...BYTES.subarray(0, 3), ...BYTES, ...BYTES.subarray(0, 2)]));
      const count = ref(0);
      assert.isTrue(ws2.WSAGetOverlappedResult(s, overlapped, count, true, ref(0)));
      assert.equal(count.value, BYTES.length + 5);
      assert.isTrue(ws2.mswsock.TransmitFile(s, null, 0, 0, null, buffers, 0));
      assert.equal(machine.counters.bytesSent - before, 5, "a call that ends before it returns is counted");
    });

    it("begin at the offset in the structure, and move the offset of the file without one", () => {
      const { ws2 } = program(memory(), depth);
      const { s, peer } = pair(ws2);
      const file = open(ws2);
      assert.isTrue(ws2.mswsock.TransmitFile(s, file, 4, 0, null, null, 0));
      assert.isTrue(ws2.mswsock.TransmitFile(s, file, 4, 0, null, null, 0));
      assert.deepEqual(receive(ws2, peer, 8), BYTES.slice(0, 8));
      const overlapped = { ...newWSAOVERLAPPED(ws2.WSACreateEvent()), Offset: 100 };
      assert.isFalse(ws2.mswsock.TransmitFile(s, file, 8, 0, overlapped, null, 0));
      assert.isTrue(ws2.WSAGetOverlappedResult(s, overlapped, ref(0), true, ref(0)));
      assert.deepEqual(receive(ws2, peer, 8), BYTES.slice(100, 108));
    });

    it("are returned by SIO_GET_EXTENSION_FUNCTION_POINTER", () => {
      const { ws2 } = program(memory(), depth);
      const { s, peer } = pair(ws2);
      const get = (id: string) => {
        const [guid, pointer] = [new Uint8Array(16), ref<unknown>(null)];
        encodeGuid(id, guid);
        assert.equal(ws2.WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, guid, 16, pointer, 4, ref(0), null, null), 0);
        return pointer.value as (...args: unknown[]) => boolean;
      };
      const buffers = { Head: BYTES, HeadLength: 3, Tail: null, TailLength: 0 };
      assert.isTrue(get(WSAID_TRANSMITFILE)(s, null, 0, 0, null, buffers, 0));
      const parts = [
        { dwElFlags: TP_ELEMENT_MEMORY, cLength: 2, pBuffer: BYTES },
        { dwElFlags: TP_ELEMENT_FILE, cLength: 4, nFileOffset: 9, hFile: open(ws2) },
      ];
      assert.isTrue(get(WSAID_TRANSMITPACKETS)(s, parts, 2, 0, null, 0));
      const expected = [...BYTES.subarray(0, 3), ...BYTES.subarray(0, 2), ...BYTES.subarray(9, 13)];
      assert.deepEqual([...receive(ws2, peer, 9)], expected);
    });

    it("end as aborted when the socket closes, and when they are cancelled", () => {
      const { ws2 } = program(memory(), depth);
      const { s } = pair(ws2);
      const big = new Uint8Array(1 << 20);
      const buffers = { Head: big, HeadLength: big.length, Tail: null, TailLength: 0 };
      for (const end of [() => ws2.kernel32.CancelIoEx(s, null), () => ws2.closesocket(s)]) {
        const event = ws2.WSACreateEvent();
        const overlapped = newWSAOVERLAPPED(event);
        assert.isFalse(ws2.mswsock.TransmitFile(s, null, 0, 0, overlapped, buffers, 0));
        assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
        ws2.WSAWaitForMultipleEvents(1, [event], false, 0, false);
        end();
        assert.equal(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false), 0);
        if (end.toString().includes("Cancel")) {
          assert.isFalse(ws2.WSAGetOverlappedResult(s, overlapped, ref(0), false, ref(0)));
          assert.equal(ws2.WSAGetLastError(), WSA_OPERATION_ABORTED);
        }
      }
    });

    it("wait on a non-blocking socket, too, and post no packet of a call without a structure", () => {
      const { ws2 } = program(memory(), depth);
      const { s, peer } = pair(ws2);
      const port = ws2.kernel32.CreateIoCompletionPort(s, 0 as HANDLE, 7, 0);
      ws2.ioctlsocket(s, FIONBIO, ref(1));
      const big = new Uint8Array(300_000).fill(7);
      let got = 0;
      const reader = ws2.kernel32.CreateThread(
        null,
        0,
        () => {
          got = receive(ws2, peer, big.length).length;
          return 0;
        },
        null,
        0,
        null,
      );
      const buffers = { Head: big, HeadLength: big.length, Tail: null, TailLength: 0 };
      assert.isTrue(ws2.mswsock.TransmitFile(s, null, 0, 0, null, buffers, 0));
      ws2.kernel32.WaitForSingleObject(reader as HANDLE, 1000);
      assert.equal(got, big.length);
      assert.isFalse(ws2.kernel32.GetQueuedCompletionStatus(port as HANDLE, ref(0), ref(null), ref(null), 0));
    });
  });
}

describe("TransmitFile", () => {
  const BAD: readonly (readonly [what: string, code: number, run: (ws2: Ws2, s: SOCKET) => boolean])[] = [
    ["flags that are unknown", WSAEINVAL, (ws2, s) => ws2.mswsock.TransmitFile(s, null, 0, 0, null, null, 0x1000)],
    [
      "buffers that are shorter than said",
      WSAEFAULT,
      (ws2, s) =>
        ws2.mswsock.TransmitFile(
          s,
          null,
          0,
          0,
          null,
          { Head: new Uint8Array(2), HeadLength: 3, Tail: null, TailLength: 0 },
          0,
        ),
    ],
    [
      "a structure that cannot be written",
      WSAEFAULT,
      (ws2, s) => ws2.mswsock.TransmitFile(s, null, 0, 0, Object.freeze(newWSAOVERLAPPED()), null, 0),
    ],
    [
      "an offset behind the file's end",
      WSAEINVAL,
      (ws2, s) => ws2.mswsock.TransmitFile(s, open(ws2), 0, 0, { ...newWSAOVERLAPPED(), OffsetHigh: 1 }, null, 0),
    ],
    [
      "a socket in place of a file",
      WSA_INVALID_HANDLE,
      (ws2, s) => ws2.mswsock.TransmitFile(s, ws2.socket(2, SOCK_DGRAM, 0), 0, 0, null, null, 0),
    ],
    [
      "a part that is both in memory and in a file",
      WSAEINVAL,
      (ws2, s) => ws2.mswsock.TransmitPackets(s, [{ dwElFlags: 3, cLength: 0 }], 1, 0, null, 0),
    ],
    ["more parts than there are", WSAEFAULT, (ws2, s) => ws2.mswsock.TransmitPackets(s, [], 1, 0, null, 0)],
  ];
  for (const [what, code, run] of BAD) {
    it(`refuses ${what}, and sends nothing`, () => {
      const { ws2 } = program(memory());
      const { s, peer } = pair(ws2);
      assert.isFalse(run(ws2, s));
      assert.equal(ws2.WSAGetLastError(), code);
      ws2.closesocket(s);
      assert.equal(receive(ws2, peer, 1).length, 0);
    });
  }

  it("is refused by a filter with rules, which it would bypass", () => {
    const machine = openMachine({ platform: memory() });
    const rules = [{ verdict: "deny", call: "send", port: 9 }] as const;
    assert.equal(
      installKinds(machine, [{ layer: "filter", rules }], { filter }, () => {}),
      0,
    );
    const ws2 = machine.openProcess();
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    const s = ws2.socket(2, SOCK_STREAM, 0);
    assert.isFalse(ws2.mswsock.TransmitFile(s, null, 0, 0, null, null, 0));
    assert.equal(ws2.WSAGetLastError(), WSAEOPNOTSUPP);
  });

  it("sends a file of the system's directory over real sockets, and ends the connection", () => {
    const platform = nodePlatform();
    const { ws2 } = program({ ...platform, storage: storage() });
    const { s, peer } = pair(ws2);
    const flags = TF_DISCONNECT | TF_REUSE_SOCKET;
    assert.isTrue(ws2.mswsock.TransmitFile(s, open(ws2), 20_000, 0, null, null, flags));
    assert.deepEqual(receive(ws2, peer, 20_000), BYTES.slice(0, 20_000));
    assert.equal(ws2.recv(peer, new Uint8Array(1), 1, 0), 0);
    ws2.WSACleanup();
  });
});
