import {
  type LPINT,
  type Pointer,
  type ProviderModule,
  SOCKET_ERROR,
  setErrno,
  sockaddrFamily,
  sockaddrHost,
  sockaddrPort,
  sockaddrSize,
  WSAEACCES,
} from "@ws2kit/spi";
import { defineLayer } from "../kit/define-layer.js";

/** What an application wants to do with an address. */
export interface Request {
  readonly call: "bind" | "connect" | "send";
  /** The address as text, without the port: `10.0.0.7`, `fe80::1`. */
  readonly host: string;
  readonly port: number;
  /** The process that asks. */
  readonly processId: number;
}

/** The filter layer's ProviderId. */
export const FILTER_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B2000";

/** A layer that lets through what `allows` allows; the rest fails with WSAEACCES and never reaches the base. */
export function filterLayer(allows: (request: Request) => boolean): ProviderModule {
  return defineLayer({
    ProviderId: FILTER_PROVIDER,
    name: "Filter",
    attach({ pass, imports: { processId } }) {
      /** Whether an address may be used; one that is none is for the base to refuse. */
      const passes = (call: Request["call"], name: Pointer, lpErrno: LPINT): boolean => {
        const isAddress = name instanceof Uint8Array && name.length >= 2;
        const size = isAddress ? sockaddrSize(sockaddrFamily(name)) : 0;
        if (!isAddress || size === 0 || name.length < size) return true;
        if (allows({ call, host: sockaddrHost(name), port: sockaddrPort(name), processId })) return true;
        setErrno(lpErrno, WSAEACCES);
        return false;
      };
      return {
        slots: {
          WSPBind: (s, name, namelen, lpErrno) =>
            passes("bind", name, lpErrno) ? pass.WSPBind(s, name, namelen, lpErrno) : SOCKET_ERROR,
          WSPConnect: (s, name, namelen, callerData, calleeData, sqos, gqos, lpErrno) =>
            passes("connect", name, lpErrno)
              ? pass.WSPConnect(s, name, namelen, callerData, calleeData, sqos, gqos, lpErrno)
              : SOCKET_ERROR,
          WSPSendTo: (s, buffers, count, sent, flags, to, tolen, overlapped, routine, thread, lpErrno) =>
            passes("send", to, lpErrno)
              ? pass.WSPSendTo(s, buffers, count, sent, flags, to, tolen, overlapped, routine, thread, lpErrno)
              : SOCKET_ERROR,
        },
      };
    },
  });
}
