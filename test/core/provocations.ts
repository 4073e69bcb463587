import {
  AF_INET,
  CF_REJECT,
  IPPROTO_TCP,
  IPPROTO_UDP,
  MAKEWORD,
  SOCK_STREAM,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINPROGRESS,
  WSAEINVAL,
  WSAEINVALIDPROCTABLE,
  WSAEINVALIDPROVIDER,
  WSAEMFILE,
  WSAENETDOWN,
  WSAENOBUFS,
  WSAEPROTONOSUPPORT,
  WSAEPROTOTYPE,
  WSAESOCKTNOSUPPORT,
  WSANOTINITIALISED,
} from "@ws2kit/spi";
import type { Computer, Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { SCRIPTED_FAMILY, type Script, ScriptedProvider } from "../fixture/scripted-provider.js";

/** A code, and a call of WSASocketW that fails with it. */
export interface Provocation {
  readonly code: number;
  readonly how: string;
  /** Calls WSASocketW, and returns the program that made the call. */
  readonly provoke: (computer: Computer) => Program;
  /** The number of the machine's descriptors. */
  readonly descriptors?: number;
}

function call(ws2: Program, af: number, type: number, protocol: number): Program {
  ws2.WSASocketW(af, type, protocol, null, 0, 0);
  return ws2;
}

/** A call that reaches a third party's provider. */
export function withProvider(computer: Computer, script: Script): { ws2: Program; provider: ScriptedProvider } {
  const provider = new ScriptedProvider(script);
  provider.install(computer.machine, computer.process());
  return { ws2: computer.program(), provider };
}

/** The 13 codes of WSASocket on Windows CE and Windows Mobile 5, which the desktop has too. Source: WSASocket (CE). */
export const WSASOCKET_CODES: readonly Provocation[] = [
  {
    code: WSANOTINITIALISED,
    how: "before WSAStartup",
    provoke: (computer) => call(computer.process(), AF_INET, SOCK_STREAM, IPPROTO_TCP),
  },
  {
    code: WSAENETDOWN,
    how: "on a computer that has lost its network",
    provoke(computer) {
      computer.network.down(computer.platform.host);
      return call(computer.program(), AF_INET, SOCK_STREAM, IPPROTO_TCP);
    },
  },
  {
    code: WSAEAFNOSUPPORT,
    how: "for a family that no entry serves",
    provoke: (computer) => call(computer.program(), 99, SOCK_STREAM, IPPROTO_TCP),
  },
  {
    code: WSAEINPROGRESS,
    how: "inside a condition function",
    provoke(computer) {
      const ws2 = computer.program();
      const { listener } = conversation(ws2, 4000, false);
      let code = 0;
      const condition = () => {
        code = call(ws2, AF_INET, SOCK_STREAM, IPPROTO_TCP).WSAGetLastError();
        return CF_REJECT;
      };
      ws2.WSAAccept(listener, null, null, condition, 0);
      ws2.WSASetLastError(code);
      return ws2;
    },
  },
  {
    code: WSAEMFILE,
    how: "with all descriptors in use",
    descriptors: 1,
    provoke(computer) {
      const ws2 = computer.program();
      ws2.socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
      return call(ws2, AF_INET, SOCK_STREAM, IPPROTO_TCP);
    },
  },
  {
    code: WSAENOBUFS,
    how: "of a provider that gets no handle from ws2",
    provoke(computer) {
      const { ws2, provider } = withProvider(computer, {});
      call(ws2, SCRIPTED_FAMILY, SOCK_STREAM, 1);
      while ((provider.imports?.createFile({ close: () => undefined }) ?? -1) !== -1);
      return call(ws2, SCRIPTED_FAMILY, SOCK_STREAM, 1);
    },
  },
  {
    code: WSAEPROTONOSUPPORT,
    how: "for a protocol that no entry of the family and type serves",
    provoke: (computer) => call(computer.program(), AF_INET, SOCK_STREAM, 99),
  },
  {
    code: WSAEPROTOTYPE,
    how: "of a provider that reports it",
    provoke: (computer) =>
      call(withProvider(computer, { slots: refusing(WSAEPROTOTYPE) }).ws2, SCRIPTED_FAMILY, SOCK_STREAM, 1),
  },
  {
    code: WSAESOCKTNOSUPPORT,
    how: "for a type that no entry of the family serves",
    provoke: (computer) => call(computer.program(), AF_INET, 99, IPPROTO_TCP),
  },
  {
    code: WSAEINVAL,
    how: "for family 0 and protocol 0 together",
    provoke: (computer) => call(computer.program(), 0, SOCK_STREAM, 0),
  },
  {
    code: WSAEFAULT,
    how: "for an invalid info",
    provoke(computer) {
      const ws2 = computer.program();
      ws2.WSASocketW(0, 0, 0, new Uint8Array(628) as never, 0, 0);
      return ws2;
    },
  },
  {
    code: WSAEINVALIDPROVIDER,
    how: "of a provider that settles on version 1.1",
    provoke: (computer) =>
      call(withProvider(computer, { version: MAKEWORD(1, 1) }).ws2, SCRIPTED_FAMILY, SOCK_STREAM, 1),
  },
  {
    code: WSAEINVALIDPROCTABLE,
    how: "of a provider that leaves a slot empty",
    provoke: (computer) => call(withProvider(computer, { empty: ["WSPBind"] }).ws2, SCRIPTED_FAMILY, SOCK_STREAM, 1),
  },
];

/** A WSPSocket that fails with a code. */
export function refusing(code: number): Script["slots"] {
  return {
    WSPSocket: (...args: never[]) => {
      (args[args.length - 1] as { value: number }).value = code;
      return -1;
    },
  };
}

/** The 9 codes of WSPSocket, on every page of it. Source: WSPSocket (desktop), WSPSocket (1997), WSPSocket (CE 5.0). */
export const WSPSOCKET_CODES: readonly number[] = [
  WSAENETDOWN,
  WSAEAFNOSUPPORT,
  WSAEINPROGRESS,
  WSAEMFILE,
  WSAENOBUFS,
  WSAEPROTONOSUPPORT,
  WSAEPROTOTYPE,
  WSAESOCKTNOSUPPORT,
  WSAEINVAL,
];

/** Arguments for which the shipped provider's WSPSocket fails with each code. */
export const SHIPPED_REQUESTS: readonly { code: number; how: string; triple: [number, number, number]; g: number }[] = [
  { code: WSAEAFNOSUPPORT, how: "a family that it does not serve", triple: [99, SOCK_STREAM, IPPROTO_TCP], g: 0 },
  { code: WSAESOCKTNOSUPPORT, how: "a type that it does not serve", triple: [AF_INET, 99, IPPROTO_TCP], g: 0 },
  { code: WSAEPROTONOSUPPORT, how: "another type's protocol", triple: [AF_INET, SOCK_STREAM, IPPROTO_UDP], g: 0 },
  { code: WSAEINVAL, how: "an unknown group", triple: [AF_INET, SOCK_STREAM, IPPROTO_TCP], g: 4711 },
];
