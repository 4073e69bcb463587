import { errorName } from "./codes.js";

/** A message as ws2 logs it: its code and arguments, without text. */
export interface MessageRecord {
  readonly code: string;
  readonly args: readonly unknown[];
}

/**
 * The text of every message: who reports it, what was wrong and where, and how to correct it. `{0}` stands for the
 * record's first argument.
 */
export const MESSAGES = {
  /** Path of the provider, the slot or callback that was running, text of the error. */
  "provider-threw":
    "[ws2kit] {0}: {1} threw ({2}); the call, or the operation that this callback completes, failed with WSASYSCALLFAILURE. " +
    "A provider must not throw: store an error code in lpErrno and return, or complete the operation with an error code.",
  /** Path of the provider, slot, handle. */
  "provider-stray-socket":
    "[ws2kit] {0}: {1} returned {2}, which is not a socket of this process; the call failed with WSASYSCALLFAILURE. " +
    "Return a handle from WPUCreateSocketHandle or WPUModifyIFSHandle.",
  /** Path, ProviderId, reason. */
  "provider-failed-init":
    "[ws2kit] {0}: WSPStartup of provider {1} failed ({2}); the call failed with WSAEPROVIDERFAILEDINIT. " +
    "WSPStartup must return 0 when the provider is ready.",
  /** Path, version. */
  "provider-version":
    "[ws2kit] {0}: WSPStartup set wVersion to {1}; the call failed with WSAEINVALIDPROVIDER. " +
    "Set wVersion to 2.2, MAKEWORD(2, 2).",
  /** Path, slot. */
  "provider-empty-slot":
    "[ws2kit] {0}: WSPStartup left {1} empty; the call failed with WSAEINVALIDPROCTABLE. " +
    "Set all 30 functions; a function that the provider does not support reports WSAEOPNOTSUPP.",
  /** Path, ProviderId. */
  "module-missing":
    "[ws2kit] {0}: the catalog names this DLL for provider {1}, and the machine has no such file; the call failed " +
    "with WSAEPROVIDERFAILEDINIT. Install it first: machine.installModule(path, module).",
  /** Path, text of the error. */
  "module-threw":
    "[ws2kit] {0}: its default export threw ({1}); the call failed with WSAEPROVIDERFAILEDINIT. " +
    "The default export only makes the provider: move code that can fail to WSPStartup, which returns an error code.",
  /** The waits: a list of "process 4 thread 8 in recv". */
  "wait-forever":
    "[ws2kit] nothing can end these waits: {0}. The simulated network has no pending event, so the call failed " +
    "immediately. Start the peer, or a timer, before the wait.",
  /** Function. */
  "blocking-under-drive":
    "[ws2kit] {0} blocked while the host runs this machine (drive(), or a main that has awaited); until it returned, no " +
    "promise of the host could continue. Use a non-blocking socket, overlapped I/O or events. Logged once for each function.",
  "main-never-settles":
    "[ws2kit] main awaits a promise that cannot settle: no job is left, no work is due and no descriptor is watched. The program " +
    "ended with an error. Before main awaits a promise, start the operation that settles it.",
  /** Lines, their bytes, bytes a second that the device may log. */
  "log-dropped":
    "[ws2kit] {0} lines of the log and records, {1} bytes, were dropped: the program logged more than {2} bytes a second. " +
    "Log less, or raise the logBytes of the device.",
  /** Catalog id and name of the chain, catalog id of the member, its DLL or its name as far as they are known. */
  "layer-missing":
    '[ws2kit] catalog entry {0} ({1}): entry {2} "{3}" of its chain is not in the catalog, or its DLL is not on the machine; ' +
    "the call failed with WSAEPROVIDERFAILEDINIT. Install the layers of a chain before it, and remove the chain first.",
  /** Index in the stack, the unknown name, the known names. */
  "stack-unknown":
    '[ws2kit] layer {0} of the stack is "{1}", which this firmware does not contain; no layer was installed. ' +
    "It contains: {2}. Import the layer and pass it to installStack.",
  /** Name of the layer, code. */
  "stack-failed":
    "[ws2kit] layer {0} could not be installed ({1}); no layer of its stack was installed. " +
    "A chain has at most six layers over its base, and only a privileged process can change the catalog.",
  /** Name of the layer, its identifier or file, the provider that uses it. */
  "stack-taken":
    "[ws2kit] layer {0} could not be installed: {1} belongs to {2}; no layer of its stack was installed. " +
    "Choose another ProviderId or name for the layer, or remove the other provider first.",
  /** Where the options are. */
  "option-object": "[ws2kit] {0}: this must be an object with options by name.",
  /** Where, names of the known options. */
  "option-unknown": "[ws2kit] {0}: there is no such option. There are: {1}.",
  /** Where, value. */
  "option-positive": "[ws2kit] {0} is {1}; it must be a number above 0.",
  "option-amount": "[ws2kit] {0} is {1}; it must be a number, 0 or more.",
  "option-whole": "[ws2kit] {0} is {1}; it must be a whole number from 0 to 4294967295.",
  "option-share": "[ws2kit] {0} is {1}; it must be a share from 0 (never) to 1 (always).",
  /** Where, value, possible words. */
  "option-word": "[ws2kit] {0} is {1}; it must be one of: {2}.",
  /** Where. */
  "option-missing": "[ws2kit] {0} is missing; the layer does nothing without it.",
  /** Where, value. */
  "option-text": "[ws2kit] {0} is {1}; it must be a text.",
  /** Where. */
  "option-list": "[ws2kit] {0} must be a list.",
  /** Where, value. */
  "option-prefix":
    "[ws2kit] {0} is {1}; it must be an address or a prefix of addresses, such as 10.0.0.7, 10.0.0.0/8 or fe80::/10.",
  "option-port":
    "[ws2kit] {0} is {1}; it must be a port from 0 to 65535, or the first and the last of a range: [1, 1023].",
  /** Where, line of the recording. */
  "option-recording": "[ws2kit] {0}: line {1} was not written by the record layer, or is not in its place.",
  /** Name of the file, line, reason. */
  "catalog-damaged":
    "[ws2kit] {0}, line {1}: {2}; this file of the catalog is not used. " +
    "Delete it to start with the shipped providers, or restore a good copy.",
  /** Name of the file, reason. */
  "catalog-not-stored":
    "[ws2kit] {0} cannot be stored: {1}. The call fails with WSANO_RECOVERY (11003), and the catalog is unchanged. " +
    "Free the disk, grant access to the directory or end the other process that writes to it, and call again.",
} as const;

/** A code in `MESSAGES`. */
export type MessageCode = keyof typeof MESSAGES;

/** Formatters for records that are not in `MESSAGES`: by code, from the record's arguments. */
export type FurtherWords = Readonly<Record<string, (...args: never[]) => string>>;

/** An error code by name and number: `WSAECONNREFUSED (10061)`. */
export function codeText(code: number): string {
  return `${errorName(code)} (${code})`;
}

/** Formats a record as text. A code without a text is shown with its arguments. */
export function messageText({ code, args }: MessageRecord, further: FurtherWords = {}): string {
  const words = Object.entries(further).find(([key]) => key === code)?.[1];
  if (words !== undefined) return words(...(args as never[]));
  const text: string | undefined = Object.entries(MESSAGES).find(([key]) => key === code)?.[1];
  if (text === undefined) return `[ws2kit] ${[code, ...args].map(String).join(" ")}`;
  return text.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));
}

/** Formats the values that a program logs as one line; records become text. */
export function logLine(values: readonly unknown[], further: FurtherWords = {}): string {
  return values.map((value) => (isRecord(value) ? messageText(value, further) : String(value))).join(" ");
}

function isRecord(value: unknown): value is MessageRecord {
  const record = value as Partial<MessageRecord> | null;
  return typeof record === "object" && typeof record?.code === "string" && Array.isArray(record.args);
}
