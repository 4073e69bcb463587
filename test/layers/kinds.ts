import { filterStreams, type StreamFilter } from "@ws2kit/layers";
import type { RuleId } from "@ws2kit/rules";
import type { Attach } from "./stack.js";

/** Layers that change nothing, of one kind. */
export interface LayersOfAKind {
  readonly name: string;
  readonly overrides: Attach;
  readonly passesHandles: boolean;
  /** The differences that an application may notice: rules with other results than without layers, and the reason. */
  readonly mayDiffer: Readonly<Partial<Record<RuleId, string>>>;
  /**
   * The numbers of layers through which desktop and the other targets are checked: 1, 3 and 6 if everything is asked
   * for; otherwise some.
   */
  readonly usually: { readonly desktop: readonly number[]; readonly others: readonly number[] };
}

const OVERLAPPED = "a filter uses overlapped I/O below, so its sockets always support it";
const SHARED = "a filter's state of a stream stays in its process";
const ADDRESSES = "a filtered stream transfers bytes below only by WSPSend and WSPRecv";
const POLLING = "a filter reports the end of a stream once the bytes before it are read";
const URGENT = "a filtered stream has no urgent data";
const CALLS = "the calls below a filter are its own, and so are their flags and sets";
const MESSAGES = "a filter's events are its own, and it posts no window messages";
const EXTENSIONS = "an extension function would connect or send without the filter";

const asTheyAre: StreamFilter = {
  down: (bytes, pipe) => pipe.down(bytes),
  up: (bytes, pipe) => pipe.up(bytes),
};

export const KINDS: readonly LayersOfAKind[] = [
  {
    name: "own handles",
    overrides: {},
    passesHandles: false,
    mayDiffer: {},
    usually: { desktop: [3], others: [3] },
  },
  {
    name: "handles passed up",
    overrides: {},
    passesHandles: true,
    mayDiffer: {},
    usually: { desktop: [3], others: [] },
  },
  {
    name: "stream filters",
    overrides: (layer) => filterStreams(layer, () => ({ ...asTheyAre })),
    passesHandles: false,
    mayDiffer: {
      "WSPSocket/not-overlapped-by-default": OVERLAPPED,
      "WSASocketW/not-overlapped-by-default": OVERLAPPED,
      "propagation/WSPDuplicateSocket": SHARED,
      "propagation/reserved-member": SHARED,
      "WPUCreateSocketHandle/layer/sees-all-io": ADDRESSES,
      "containment/below-a-layer": ADDRESSES,
      "sharing/close/last-frees": SHARED,
      "sharing/state/one": SHARED,
      "propagation/cancel": CALLS,
      "propagation/flags": CALLS,
      "propagation/WSPSelect": CALLS,
      "select/duplicates": CALLS,
      "FD_OOB/recorded": URGENT,
      "recv/urgent": URGENT,
      "recv/urgent-none": URGENT,
      "recv/urgent-in-line": URGENT,
      "recv/urgent-inline": URGENT,
      "select/urgent": URGENT,
      "WSAPoll/urgent": URGENT,
      "WSAPoll/hangup": POLLING,
      "WSAPoll/waits": POLLING,
      "ioctlsocket/SIOCATMARK": URGENT,
      "setsockopt/SO_UPDATE_ACCEPT_CONTEXT": EXTENSIONS,
      "WSAAsyncSelect/FD_ACCEPT": MESSAGES,
      "WSAAsyncSelect/FD_CLOSE": MESSAGES,
      "WSAAsyncSelect/FD_CONNECT": MESSAGES,
      "WSAAsyncSelect/FD_OOB": MESSAGES,
      "WSAAsyncSelect/FD_READ": MESSAGES,
      "WSAAsyncSelect/FD_WRITE": MESSAGES,
      "WSAAsyncSelect/again": MESSAGES,
      "WSAAsyncSelect/non-blocking": MESSAGES,
      "WSAAsyncSelect/replaces": MESSAGES,
      "WSAAsyncSelect/window": MESSAGES,
      "AcceptEx/addresses": EXTENSIONS,
      "AcceptEx/takes-connection": EXTENSIONS,
      "AcceptEx/not-listening": EXTENSIONS,
      "AcceptEx/accept-socket": EXTENSIONS,
      "AcceptEx/already-waiting": EXTENSIONS,
      "AcceptEx/accept-socket-in-use": EXTENSIONS,
      "AcceptEx/accept-socket-closed": EXTENSIONS,
      "AcceptEx/overlapped-needed": EXTENSIONS,
      "AcceptEx/refused": EXTENSIONS,
      "AcceptEx/block-short": EXTENSIONS,
      "GetAcceptExSockaddrs/addresses": EXTENSIONS,
      "ConnectEx/connects": EXTENSIONS,
      "ConnectEx/refused": EXTENSIONS,
      "ConnectEx/failure": EXTENSIONS,
      "setsockopt/SO_UPDATE_CONNECT_CONTEXT": EXTENSIONS,
      "DisconnectEx/refused": EXTENSIONS,
      "DisconnectEx/reuse": EXTENSIONS,
      "DisconnectEx/not-connected": EXTENSIONS,
      "DisconnectEx/twice": EXTENSIONS,
    },
    usually: { desktop: [3], others: [] },
  },
];
