import { ANY, BASE, DESKTOP, LAYERED } from "../applies.js";
import type { Rule } from "../rule.js";

/** Handles that ws2 makes for providers without files of their own: the WPUCreateSocketHandle page. */
export const SOCKET_HANDLES = [
  {
    id: "WPUCreateSocketHandle/new-handle",
    number: 701,
    text: "The call makes a new socket handle for the provider whose catalog entry it names, and returns it.",
    source: "WPUCreateSocketHandle (desktop) remarks; WPUCreateSocketHandle (desktop) return value",
    applies: ANY,
  },
  {
    id: "WPUCreateSocketHandle/failure",
    number: 702,
    text: "A call that fails returns INVALID_SOCKET and stores its error code in lpErrno.",
    source: "WPUCreateSocketHandle (desktop) return value",
    applies: ANY,
  },
  {
    id: "WPUCreateSocketHandle/no-buffers",
    number: 703,
    text: "WSAENOBUFS means that there is not enough buffer space for a new handle.",
    source: "WPUCreateSocketHandle (desktop) errors",
    applies: ANY,
  },
  {
    id: "WPUCreateSocketHandle/context",
    number: 704,
    text: "The handle stores dwContext, which WPUQuerySocketHandleContext returns.",
    source: "WPUCreateSocketHandle (desktop) parameters",
    applies: ANY,
  },
  {
    id: "WPUCreateSocketHandle/like-a-file",
    number: 705,
    text: "The handle cannot be distinguished from a file's.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/ReadFile",
    number: 706,
    text: "ReadFile on the handle calls the provider's WSPRecv.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/WriteFile",
    number: 707,
    text: "WriteFile on the handle calls the provider's WSPSend.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/completion-port",
    number: 708,
    text: "A completion port can be associated with the handle, and then reports its overlapped operations.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/not-ifs",
    number: 709,
    text:
      "A provider that uses WPUCreateSocketHandle leaves XP1_IFS_HANDLES out of its protocol infos, since " +
      "ReadFile and WriteFile cost extra trips to the kernel.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/clients-avoid-file-calls",
    number: 710,
    text: "If XP1_IFS_HANDLES is missing, clients should avoid ReadFile and WriteFile.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/ports-cost-nothing",
    number: 711,
    text: "Completion ports are no slower on these handles; clients may make, associate and read them freely.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/ports-stand-apart",
    number: 712,
    text: "A wait for several events does not include completion ports.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/layer/may-use",
    number: 713,
    text:
      "A layer may expose handles from WPUCreateSocketHandle instead of passing file handles through " +
      "WPUModifyIFSHandle.",
    source: "WPUCreateSocketHandle (desktop) layered",
    applies: LAYERED,
  },
  {
    id: "WPUCreateSocketHandle/layer/sees-all-io",
    number: 714,
    text: "All I/O on such a handle then goes through the layer.",
    source: "WPUCreateSocketHandle (desktop) layered",
    applies: LAYERED,
  },
  {
    id: "WPUCreateSocketHandle/layer/sees-file-io",
    number: 715,
    text: "ReadFile and WriteFile on such a handle go through the layer too.",
    source: "WPUCreateSocketHandle (desktop) layered",
    applies: { ...LAYERED, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/layer/needed-to-process",
    number: 716,
    text: "A layer that works on the data before or after an operation needs its own handles, and its own procedure table at WSPStartup.",
    source: "WPUCreateSocketHandle (desktop) layered",
    applies: LAYERED,
  },
  {
    id: "WPUCreateSocketHandle/layer/completion-path",
    number: 717,
    text: "A layer also intercepts completions when its client asks for overlapped I/O.",
    source: "WPUCreateSocketHandle (desktop) layered",
    applies: LAYERED,
  },
  {
    id: "WPUCreateSocketHandle/layer/port-unseen",
    number: 718,
    text: "A layer cannot find out whether its handle has a completion port; the port belongs to the layer's handle, not to the handle below.",
    source: "WPUCreateSocketHandle (desktop) layered",
    applies: { ...LAYERED, systems: DESKTOP },
  },
  {
    id: "WPUCreateSocketHandle/layer/substitutes-overlapped",
    number: 719,
    text: "A layer passes its own overlapped structure to the next layer, and stores the client's.",
    source: "WPUCreateSocketHandle (desktop) layered",
    applies: LAYERED,
  },
  {
    id: "WPUCreateSocketHandle/layer/forwards-completion",
    number: 720,
    text: "When the next layer reports completion, the layer does its work, releases its structure and reports the client's operation as complete.",
    source: "WPUCreateSocketHandle (desktop) layered",
    applies: LAYERED,
  },
  {
    id: "WPUCompleteOverlappedRequest/announces",
    number: 721,
    text: "A provider reports the end of overlapped operations with WPUCompleteOverlappedRequest whenever a completion port may be involved.",
    source: "WPUCreateSocketHandle (desktop) remarks; reference §2.1",
    applies: { ...BASE, systems: DESKTOP },
  },
  {
    id: "WPUCompleteOverlappedRequest/own-handles",
    number: 722,
    text: "For a socket that WPUCreateSocketHandle did not make, the call fails with WSAEINVAL.",
    source: "reference §2.1",
    applies: { ...ANY, systems: DESKTOP },
  },
] as const satisfies readonly Rule[];
