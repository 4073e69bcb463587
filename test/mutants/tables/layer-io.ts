import {
  newWSAOVERLAPPED,
  type ProviderImports,
  type SOCKET,
  type WSAEVENT,
  type WSAOVERLAPPED,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { below } from "../below.js";
import type { Change } from "../mutant.js";
import { mutants, type Row, refuse } from "../rows.js";

type LoadLibrary = ProviderImports["LoadLibrary"];
type Recv = WSPPROC_TABLE["WSPRecv"];

/** Another completion of an overlapped receive below, as reported to the layer. */
const ending = (change: (routine: NonNullable<Parameters<Recv>[6]>) => Parameters<Recv>[6]) =>
  below({
    slots: {
      WSPRecv: (recv) => (s, b, n, received, flags, overlapped, routine, thread, errno) =>
        recv(s, b, n, received, flags, overlapped, routine && change(routine), thread, errno),
    },
  });

/** Stores the client's structure and event, and uses them when the call is forwarded. */
const withClients = (down: (recv: Recv, client: WSAOVERLAPPED | null, ...args: Parameters<Recv>) => number) => () => {
  let client: WSAOVERLAPPED | null = null;
  return {
    ...below({
      slots: {
        WSPRecv:
          (recv) =>
          (...args) =>
            down(recv, client, ...args),
      },
    }),
    slots: {
      WSPRecv:
        (recv: Recv): Recv =>
        (...args) => {
          client = args[5];
          return recv(...args);
        },
    },
  };
};

const HANDLES: readonly Row[] = [
  [
    "a layer's handle is made for another entry",
    "WPUCreateSocketHandle/layer/may-use",
    {
      slots: {
        WSPSocket:
          (socket) =>
          (...args) =>
            socket(...args) === -1 ? refuse(args, args[6].value) : (0x4444 as SOCKET),
      },
    },
  ],
  [
    "the layer does not forward a send",
    "WPUCreateSocketHandle/layer/sees-all-io (send)",
    { slots: { WSPSend: () => () => 0 } },
  ],
  [
    "the layer does not forward a receive",
    "WPUCreateSocketHandle/layer/sees-all-io (recv)",
    { slots: { WSPRecv: () => () => 0 } },
  ],
  [
    "the layer does not forward a datagram",
    "WPUCreateSocketHandle/layer/sees-all-io (sendto)",
    { slots: { WSPSendTo: () => () => 0 } },
  ],
  [
    "the layer does not forward a receive of a datagram",
    "WPUCreateSocketHandle/layer/sees-all-io (recvfrom)",
    { slots: { WSPRecvFrom: () => () => 0 } },
  ],
  [
    "a send is forwarded twice",
    "WPUCreateSocketHandle/layer/sees-all-io (WSASend)",
    {
      slots: {
        WSPSend:
          (send) =>
          (...args) => {
            send(...args);
            return send(...args);
          },
      },
    },
  ],
  [
    "a datagram is forwarded twice",
    "WPUCreateSocketHandle/layer/sees-all-io (WSASendTo)",
    {
      slots: {
        WSPSendTo:
          (send) =>
          (...args) => {
            send(...args);
            return send(...args);
          },
      },
    },
  ],
  [
    "a receive is forwarded with the layer's handle",
    "WPUCreateSocketHandle/layer/sees-all-io (WSARecv)",
    below({
      slots: {
        WSPRecv:
          (recv) =>
          (s, ...rest) =>
            recv((s + 4) as SOCKET, ...rest),
      },
    }),
  ],
  [
    "a receive of a datagram is forwarded with the layer's handle",
    "WPUCreateSocketHandle/layer/sees-all-io (WSARecvFrom)",
    below({
      slots: {
        WSPRecvFrom:
          (recv) =>
          (s, ...rest) =>
            recv((s + 4) as SOCKET, ...rest),
      },
    }),
  ],
  [
    "the procedure table contains the next layer's WSPSend",
    "WPUCreateSocketHandle/layer/needed-to-process",
    () => {
      let lower: WSPPROC_TABLE["WSPSend"] | null = null;
      return {
        imports: {
          LoadLibrary:
            (load: LoadLibrary): LoadLibrary =>
            (path) => {
              const provider = load(path);
              if (provider === null) return null;
              return {
                ...provider,
                WSPStartup(version, data, info, upcalls, table) {
                  const result = provider.WSPStartup(version, data, info, upcalls, table);
                  lower = table.WSPSend ?? null;
                  return result;
                },
              };
            },
        },
        slots: { WSPSend: (send) => lower ?? send },
      };
    },
  ],
];

/** A layer that returns the handle from a slot below instead of its own handle. */
const handsOutLower = (slot: "WSPAccept" | "WSPJoinLeaf") => () => {
  let lower = 0 as SOCKET;
  return {
    ...below({
      slots: {
        [slot]:
          (call: (...args: unknown[]) => SOCKET) =>
          (...args: unknown[]) =>
            (lower = call(...args)),
      },
    }),
    slots: {
      [slot]:
        (call: (...args: unknown[]) => SOCKET) =>
        (...args: unknown[]) =>
          call(...args) === -1 ? -1 : lower,
    },
  } as Change;
};

const FURTHER: readonly Row[] = [
  [
    "accept returns the socket below",
    "WPUCreateSocketHandle/layer/sees-all-io (an accepted socket)",
    handsOutLower("WSPAccept"),
  ],
  [
    "a leaf's handle is the one below",
    "WPUCreateSocketHandle/layer/sees-all-io (a leaf)",
    handsOutLower("WSPJoinLeaf"),
  ],
];

const COMPLETIONS: readonly Row[] = [
  [
    "the client's structure is passed down",
    "WPUCreateSocketHandle/layer/substitutes-overlapped",
    withClients((recv, client, s, b, n, received, flags, overlapped, ...rest) =>
      recv(s, b, n, received, flags, overlapped && client, ...rest),
    ),
  ],
  [
    "the client's event is passed down",
    "WPUCreateSocketHandle/layer/completion-path",
    withClients((recv, client, s, b, n, received, flags, overlapped, ...rest) => {
      if (overlapped !== null && client !== null) overlapped.hEvent = client.hEvent as WSAEVENT;
      return recv(s, b, n, received, flags, overlapped, ...rest);
    }),
  ],
  [
    "an operation that ends below is not reported above",
    "WPUCreateSocketHandle/layer/forwards-completion (an event)",
    ending(() => () => undefined),
  ],
  [
    "an operation that ends below is reported without its bytes",
    "WPUCreateSocketHandle/layer/forwards-completion (a routine)",
    ending(
      (routine) =>
        (code, _bytes, ...rest) =>
          routine(code, 0, ...rest),
    ),
  ],
  [
    "an operation that fails below succeeds above",
    "WPUCreateSocketHandle/layer/forwards-completion (a failure)",
    ending(
      (routine) =>
        (_code, ...rest) =>
          routine(0, ...rest),
    ),
  ],
  [
    "an operation is reported above before it has ended below",
    "WPUCreateSocketHandle/layer/forwards-completion (an event)",
    below({
      slots: {
        WSPRecv: (recv) => (s, b, n, received, flags, overlapped, routine, thread, errno) => {
          const result = recv(s, b, n, received, flags, overlapped, routine && (() => undefined), thread, errno);
          if (result !== 0 && overlapped !== null) routine?.(0, 0, overlapped, 0);
          return result;
        },
      },
    }),
  ],
  [
    "the client's routine receives another structure",
    "WPUCreateSocketHandle/layer/forwards-completion (a routine)",
    {
      slots: {
        WSPRecv: (recv) => (s, b, n, received, flags, overlapped, routine, thread, errno) =>
          recv(
            s,
            b,
            n,
            received,
            flags,
            overlapped,
            routine && ((code, bytes, _client, dwFlags) => routine(code, bytes, newWSAOVERLAPPED(), dwFlags)),
            thread,
            errno,
          ),
      },
    },
  ],
];

const DESKTOP: readonly Row[] = [
  [
    "the layer does not forward ReadFile",
    "WPUCreateSocketHandle/layer/sees-file-io",
    { slots: { WSPRecv: () => () => 0 } },
  ],
  [
    "the layer does not forward WriteFile",
    "WPUCreateSocketHandle/layer/sees-file-io",
    { slots: { WSPSend: () => () => 0 } },
  ],
  [
    "a port receives no packet",
    "WPUCreateSocketHandle/layer/port-unseen",
    { imports: { WPUCompleteOverlappedRequest: () => () => 0 } },
  ],
  [
    "a port receives the layer's structure",
    "WPUCreateSocketHandle/layer/port-unseen",
    {
      imports: {
        WPUCompleteOverlappedRequest:
          (complete) =>
          (s, _overlapped, ...rest) =>
            complete(s, newWSAOVERLAPPED(), ...rest),
      },
    },
  ],
  [
    "a port receives two packets for one operation",
    "WPUCreateSocketHandle/layer/port-unseen",
    {
      imports: {
        WPUCompleteOverlappedRequest:
          (complete) =>
          (...args) => {
            complete(...args);
            return complete(...args);
          },
      },
    },
  ],
];

export const LAYER_IO = [
  ...mutants("layer", "ce", [...HANDLES, ...FURTHER, ...COMPLETIONS]),
  ...mutants("layer", "desktop", DESKTOP),
];
