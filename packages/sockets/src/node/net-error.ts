import { WinsockError } from "../winsock-error.js";

/** Names that node:net has otherwise than by leaving out "WSA". */
const NAMES: Readonly<Record<string, string>> = {
  WSAHOST_NOT_FOUND: "ENOTFOUND",
  WSANO_DATA: "ENOTFOUND",
  WSATRY_AGAIN: "EAI_AGAIN",
  WSA_OPERATION_ABORTED: "ECANCELED",
};

/** An error as programs of node:net look at it; `cause` is the WinsockError. */
export interface NetError extends Error {
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
  readonly address: string;
}

/** The error of a socket as node:net has it. What is not a WinsockError is returned as it is. */
export function netError(error: unknown): Error {
  if (!(error instanceof WinsockError)) return error instanceof Error ? error : new Error(String(error));
  const code = NAMES[error.name] ?? error.name.replace(/^WSA_?/, "");
  const message = `${error.call} ${code} ${error.address}`.trimEnd();
  const { call: syscall, address } = error;
  return Object.assign(new Error(message, { cause: error }), { code, errno: -error.code, syscall, address });
}
