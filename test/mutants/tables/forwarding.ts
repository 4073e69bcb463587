import { type fd_set, MAKEWORD, type Ref, ref, type WSPPROC_TABLE } from "@ws2kit/spi";
import { below } from "../below.js";
import { mutants, type Row } from "../rows.js";

const copyOf = (set: fd_set | null) => set && { ...set, fd_array: [...set.fd_array] };

/** A call is forwarded without its flags, which are the fifth argument. */
const unflagged = (slot: "WSPSend" | "WSPSendTo" | "WSPRecv" | "WSPRecvFrom") => ({
  slots: {
    [slot]:
      (call: (...args: unknown[]) => number) =>
      (...args: unknown[]) => {
        const flags = typeof args[4] === "number" ? 0 : ref(0);
        return call(...args.slice(0, 4), flags, ...args.slice(5));
      },
  },
});

/** A receive returns no flags. */
const answeringNone = (slot: "WSPRecv" | "WSPRecvFrom") => ({
  slots: {
    [slot]:
      (call: (...args: unknown[]) => number) =>
      (...args: unknown[]) => {
        const result = call(...args);
        if (result === 0) (args[4] as Ref<number>).value = 0;
        return result;
      },
  },
});

const ROWS: readonly Row[] = [
  ["a send loses its flags", "propagation/flags (WSPSend)", unflagged("WSPSend")],
  ["a send to an address loses its flags", "propagation/flags (WSPSendTo)", unflagged("WSPSendTo")],
  ["a receive loses its flags", "propagation/flags (WSPRecv)", unflagged("WSPRecv")],
  ["a receive with an address loses its flags", "propagation/flags (WSPRecvFrom)", unflagged("WSPRecvFrom")],
  ["a receive does not return flags", "propagation/flags (the answer of WSPRecv)", answeringNone("WSPRecv")],
  [
    "a receive with an address does not return flags",
    "propagation/flags (the answer of WSPRecvFrom)",
    answeringNone("WSPRecvFrom"),
  ],
  [
    "select does not change the set of exceptions",
    "propagation/WSPSelect",
    {
      slots: {
        WSPSelect: (select) => (nfds, readers, writers, exceptions, timeout, errno) =>
          select(nfds, readers, writers, copyOf(exceptions), timeout, errno),
      },
    },
  ],
  [
    "a provider of another version below is accepted",
    "propagation/version",
    below({
      startup: (start) => (version, data, info, upcalls, table) => {
        const code = start(version, data, info, upcalls, table);
        data.wVersion = MAKEWORD(2, 2);
        return code;
      },
    }),
  ],
  [
    "WSPCleanup is not called for a provider of another version below",
    "propagation/version",
    below({
      startup: (start) => (version, data, info, upcalls, table) => {
        const code = start(version, data, info, upcalls, table);
        if (data.wVersion !== MAKEWORD(2, 2)) Object.assign(table, { WSPCleanup: () => 0 });
        return code;
      },
    }),
  ],
];

const DESKTOP: readonly Row[] = [
  ["nothing can be cancelled through the layer", "propagation/cancel", { imports: { onCancel: () => () => {} } }],
  [
    "a completion routine runs outside alertable waits",
    "routine/not-alertable (WSAWaitForMultipleEvents)",
    () => {
      let later: (run: () => void) => void;
      return {
        imports: { runLater: (runLater) => (later = runLater) },
        upcalls: {
          WPUQueueApc: () => (_thread, run, context) => {
            later(() => run(context));
            return 0;
          },
        },
      };
    },
  ],
  [
    "SO_UPDATE_ACCEPT_CONTEXT is forwarded with the layer's handle",
    "setsockopt/SO_UPDATE_ACCEPT_CONTEXT",
    () => {
      const given: Uint8Array[] = [];
      const change = below({
        slots: {
          WSPSetSockOpt:
            (set) =>
            (s, level, name, value, ...rest) =>
              set(s, level, name, given.pop() ?? value, ...rest),
        },
      });
      const WSPSetSockOpt =
        (set: WSPPROC_TABLE["WSPSetSockOpt"]): WSPPROC_TABLE["WSPSetSockOpt"] =>
        (s, level, name, value, ...rest) => {
          given.push((value as Uint8Array).slice());
          return set(s, level, name, value, ...rest);
        };
      return { ...change, slots: { WSPSetSockOpt } };
    },
  ],
];

/** Parts of calls that a layer drops or does not forward. */
export const FORWARDING = [...mutants("layer", "ce", ROWS), ...mutants("layer", "desktop", [...ROWS, ...DESKTOP])];
