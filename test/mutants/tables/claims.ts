import { MSG_OOB, type Ref, SIO_GET_EXTENSION_FUNCTION_POINTER, SOCK_DGRAM, WSAEACCES } from "@ws2kit/spi";
import type { Call } from "../mutant.js";
import { mutants, type Row, refuse } from "../rows.js";

/** A slot that answers 0 and does nothing where `isMeant`. */
const pretending = (slot: string, isMeant: (...args: unknown[]) => boolean = () => true) => ({
  slots: {
    [slot]:
      (call: Call) =>
      (...args: unknown[]) =>
        isMeant(...args) ? 0 : call(...args),
  },
});

const isOverlapped = (value: unknown) => value !== null && value !== undefined;

/** Capabilities that a provider has and does not claim. */
const MODEST: readonly Row[] = [
  [
    "an overlapped receive of a stream succeeds",
    "claims/no-overlapped (a stream)",
    pretending("WSPRecv", (_s, _buffers, _count, _received, _flags, lpOverlapped) => isOverlapped(lpOverlapped)),
  ],
  [
    "an overlapped receive of a datagram succeeds",
    "claims/no-overlapped (a datagram)",
    pretending("WSPRecvFrom", (...args) => isOverlapped(args[7])),
  ],
  ["events are selected", "claims/no-events", pretending("WSPEventSelect")],
  ["messages are asked for", "claims/no-messages", pretending("WSPAsyncSelect")],
  ["a connect to another host succeeds", "claims/no-other-hosts (a stream)", pretending("WSPConnect")],
  [
    "urgent data is sent",
    "claims/no-urgent",
    pretending("WSPSend", (_s, _buffers, _count, _sent, flags) => (Number(flags) & MSG_OOB) !== 0),
  ],
  ["a broadcast is sent", "claims/no-broadcast", pretending("WSPSendTo")],
  [
    "there is an AcceptEx",
    "claims/no-extensions",
    {
      slots: {
        WSPIoctl:
          (control: Call): Call =>
          (...args) => {
            if (args[1] !== SIO_GET_EXTENSION_FUNCTION_POINTER) return control(...args);
            (args[4] as Ref<unknown>).value = () => true;
            return 0;
          },
      },
    },
  ],
  ["every option can be read", "claims/options", pretending("WSPGetSockOpt")],
];

const BOX: readonly Row[] = [
  [
    "no datagram socket is made",
    "claims/entries",
    {
      slots: {
        WSPSocket:
          (make: Call): Call =>
          (...args) =>
            args[1] === SOCK_DGRAM ? refuse(args, WSAEACCES) : make(...args),
      },
    },
  ],
];

/** Providers that do more than they claim, or less. */
export const CLAIMS = [...mutants("modest", "desktop", MODEST), ...mutants("base", "desktop", BOX)];
