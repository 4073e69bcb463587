import { filterStreams, type StreamFilter } from "@ws2kit/layers";
import type { RuleId } from "@ws2kit/rules";
import type { Attach } from "./stack.js";

/** Layers that change nothing, of one kind. */
export interface LayersOfAKind {
  readonly name: string;
  readonly overrides: Attach;
  readonly passesHandles: boolean;
  /** What an application may see of them: rules that come out otherwise than without layers, and why. */
  readonly mayDiffer: Readonly<Partial<Record<RuleId, string>>>;
  /**
   * How many of them desktop and the other targets are checked through: all of 1, 3 and 6 where everything is asked
   * for, else some.
   */
  readonly usually: { readonly desktop: readonly number[]; readonly others: readonly number[] };
}

const OVERLAPPED = "a filter works overlapped below, so its sockets always can";
const SHARED = "what a filter knows of its stream stays in its process";
const ADDRESSES = "a filtered stream's bytes go down by WSPSend and WSPRecv alone";
const POLLING = "a filter reports the end of a stream once what came before it is read";
const URGENT = "a filtered stream has no urgent data";
const CALLS = "the calls below a filter are its own, and so are their flags and sets";
const MESSAGES = "a filter's events are its own, and it posts no window messages";
const EXTENSIONS = "what an extension function connects or sends would go past the filter";

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
      "sharing/close/last-frees": SHARED,
      "sharing/state/one": SHARED,
      "propagation/cancel": CALLS,
      "propagation/flags": CALLS,
      "propagation/WSPSelect": CALLS,
      "FD_OOB/recorded": URGENT,
      "recv/urgent": URGENT,
      "recv/urgent-none": URGENT,
      "recv/urgent-in-line": URGENT,
      "recv/urgent-inline": URGENT,
      "select/urgent": URGENT,
      "WSAPoll/urgent": URGENT,
      "WSAPoll/hangup": POLLING,
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
      "ConnectEx/connects": EXTENSIONS,
      "DisconnectEx/not-connected": EXTENSIONS,
      "DisconnectEx/twice": EXTENSIONS,
    },
    usually: { desktop: [3], others: [] },
  },
];
