import { newWSAOVERLAPPED, ref, WSA_OPERATION_ABORTED, type WSPPROC_TABLE } from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";

type Recv = WSPPROC_TABLE["WSPRecv"];

/** WSPRecv with another routine, or no routine, instead of the client's. */
const routed = (change: (routine: NonNullable<Parameters<Recv>[6]>) => Parameters<Recv>[6]) => ({
  slots: {
    WSPRecv:
      (recv: Recv): Recv =>
      (s, b, n, received, flags, overlapped, routine, thread, errno) =>
        recv(s, b, n, received, flags, overlapped, routine === null ? null : change(routine), thread, errno),
  },
});

const ROUTINES: readonly Row[] = [
  [
    "a routine runs twice",
    "routine/once",
    routed((routine) => (...told) => {
      routine(...told);
      routine(...told);
    }),
  ],
  ["a routine never runs", "routine/once", routed(() => () => undefined)],
  [
    "a routine receives a byte count of 0",
    "routine/arguments",
    routed(
      (routine) =>
        (code, _bytes, ...rest) =>
          routine(code, 0, ...rest),
    ),
  ],
  [
    "a routine receives another structure",
    "routine/arguments",
    routed((routine) => (code, bytes, _overlapped, flags) => routine(code, bytes, newWSAOVERLAPPED(), flags)),
  ],
  [
    "a routine receives 0 for an operation that was aborted",
    "routine/aborted",
    routed(
      (routine) =>
        (code, ...rest) =>
          routine(code === WSA_OPERATION_ABORTED ? 0 : code, ...rest),
    ),
  ],
  [
    "an operation with a routine also signals its event",
    "routine/event-unused",
    () => {
      let set: (event: never, errno: { value: number }) => boolean;
      return {
        upcalls: {
          WPUSetEvent: (original) => {
            set = original as typeof set;
            return original;
          },
        },
        slots: {
          WSPRecv: (recv) => (s, b, n, received, flags, overlapped, routine, thread, errno) =>
            recv(
              s,
              b,
              n,
              received,
              flags,
              overlapped,
              routine === null || overlapped === null
                ? routine
                : (...told) => {
                    set(overlapped.hEvent as never, ref(0));
                    routine(...told);
                  },
              thread,
              errno,
            ),
        },
      };
    },
  ],
];

const DESKTOP: readonly Row[] = [
  [
    "APCs run at once, not in an alertable wait",
    "routine/alertable",
    {
      upcalls: {
        WPUQueueApc: () => (_thread, apc, context) => {
          apc(context);
          return 0;
        },
      },
    },
  ],
  [
    "APCs nest",
    "routine/immediate",
    () => {
      const waiting: (() => void)[] = [];
      return {
        upcalls: {
          WPUQueueApc: (queue) => (thread, apc, context, errno) => {
            waiting.push(() => apc(context));
            return queue(
              thread,
              () => {
                for (const each of waiting.splice(0)) each();
              },
              null,
              errno,
            );
          },
        },
        slots: {
          WSPSend:
            (send) =>
            (...args) => {
              const result = send(...args);
              for (const each of waiting.splice(0)) each();
              return result;
            },
        },
      };
    },
  ],
  [
    "the low bit of hEvent has no effect",
    "port/low-bit",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, b, n, received, flags, overlapped, ...rest) => {
            if (overlapped !== null && overlapped.hEvent !== null) {
              overlapped.hEvent = ((overlapped.hEvent as number) & ~1) as typeof overlapped.hEvent;
            }
            return recv(s, b, n, received, flags, overlapped, ...rest);
          },
      },
    },
  ],
  [
    "a file's operation is completed twice",
    "port/reports",
    {
      imports: {
        completeFile:
          (complete) =>
          (...args) => {
            complete(...args);
            complete(...args);
          },
      },
    },
  ],
  [
    "a file's operation reports no bytes",
    "port/reports",
    {
      imports: {
        completeFile:
          (complete) =>
          (handle, overlapped, status, _bytes, ...rest) =>
            complete(handle, overlapped, status, 0, ...rest),
      },
    },
  ],
  [
    "an operation that fails is reported as successful",
    "port/failure",
    {
      imports: {
        completeFile:
          (complete) =>
          (handle, overlapped, _status, ...rest) =>
            complete(handle, overlapped, 0, ...rest),
      },
    },
  ],
  [
    "an operation that ends at once signals nothing",
    "overlapped/event/immediate",
    {
      imports: {
        completeFile: (complete) => (handle, overlapped, status, bytes, isImmediate) => {
          if (isImmediate !== true) complete(handle, overlapped, status, bytes, isImmediate);
          else Object.assign(overlapped, { Internal: status, InternalHigh: bytes });
        },
      },
    },
  ],
];

const CE: readonly Row[] = [
  [
    "an operation is completed twice",
    "routine/once",
    routed((routine) => (...told) => {
      routine(...told);
      routine(...told);
    }),
  ],
  [
    "the end of an operation is not reported",
    "overlapped/event/signalled",
    { imports: { WPUCompleteOverlappedRequest: () => () => 0 } },
  ],
  [
    "the end of an operation is reported without its bytes",
    "overlapped/bytes",
    {
      imports: {
        WPUCompleteOverlappedRequest: (complete) => (s, overlapped, code, _bytes, errno) =>
          complete(s, overlapped, code, 0, errno),
      },
    },
  ],
  [
    "routines run inside the call that starts their operation",
    "routine/immediate",
    { imports: { runLater: () => (callback) => callback() } },
  ],
  [
    "an operation that ends at once signals its event on Windows CE",
    "overlapped/event/immediate-ce",
    () => {
      let set: (event: never, errno: { value: number }) => boolean;
      return {
        upcalls: {
          WPUSetEvent: (original) => {
            set = original as typeof set;
            return original;
          },
        },
        slots: {
          WSPRecv:
            (recv) =>
            (s, b, n, received, flags, overlapped, ...rest) => {
              const result = recv(s, b, n, received, flags, overlapped, ...rest);
              if (result === 0 && overlapped?.hEvent) set(overlapped.hEvent as never, ref(0));
              return result;
            },
        },
      };
    },
  ],
];

/** How the completion of operations is reported. */
export const COMPLETIONS = [...mutants("base", "desktop", [...ROUTINES, ...DESKTOP]), ...mutants("base", "ce", CE)];
