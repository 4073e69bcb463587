import { guardFaults } from "@ws2kit/core";
import {
  DWORD,
  isBytes,
  isRef,
  type LPINT,
  type Pointer,
  type Ref,
  readDWORD,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  setErrno,
  TLS_REFUSE,
  TLS_SERVER,
  type Tls,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerOverrides } from "../kit/layer-definition.js";
import type { LayerSocket } from "../kit/layer-socket.js";
import { layerModule } from "../pass/define-layer.js";
import { withoutExtensions } from "../pass/without-extensions.js";
import type { LayerKind } from "../stack/layer-kind.js";
import { readOptions, whole } from "../stack/read-options.js";
import { demandFilter } from "../stream/demand-filter.js";
import { filterStreams } from "../stream/filter-streams.js";
import type { Stream } from "../stream/stream.js";
import type { OpenFilter } from "../stream/stream-filter.js";
import { secureControls } from "./secure-controls.js";
import { SO_SEC_NONE, SO_SEC_SSL, SO_SECURE } from "./secure-numbers.js";
import { SecureSocket, secureSocket } from "./secure-socket.js";
import { SecureSettings } from "./settings.js";
import { TlsFilter } from "./tls-filter.js";

const SECURE_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B9000";

/** The most bytes of plaintext in one TLS record. */
const RECORD = 16384;

/** The options of `secure`, in which systems differ. */
export interface SecureOptions {
  /** The code of overlapped calls on a socket that was made without WSA_FLAG_OVERLAPPED; 0 if they work. */
  readonly notOverlapped?: number;
}

/**
 * Secure streams, as on Windows CE: a stream whose SO_SECURE is SO_SEC_SSL uses the platform's TLS; other sockets are
 * unchanged. On a platform without TLS, the layer forwards the option and the control codes, and the base refuses them
 * with WSAENOPROTOOPT and WSAEOPNOTSUPP. Source: reference §12 (SSL).
 */
export const secure: LayerKind<SecureOptions, never> = {
  ProviderId: SECURE_PROVIDER,
  name: "Secure",
  module(given, _tell, ProviderId = SECURE_PROVIDER) {
    const { notOverlapped = 0 } = readOptions(given, "secure", { notOverlapped: whole });
    const attach = (layer: Layer): LayerOverrides => {
      const { tls } = layer.platform;
      // the extension functions would bypass the filter
      const pass = { ...layer.pass, ...withoutExtensions(layer) };
      const { slots, ...observers } = tls === undefined ? {} : secureStreams(layer, tls, notOverlapped, pass);
      return { ...observers, slots: guardFaults({ ...pass, ...slots }, layer.imports.exceptions) };
    };
    // Windows Mobile has no extension functions, so its firmware contains no code for them
    return layerModule({ ProviderId, name: "Secure", attach }, []);
  },
};

/** The layer on a platform that has TLS. */
function secureStreams(layer: Layer, tls: Tls, notOverlapped: number, pass: WSPPROC_TABLE): LayerOverrides {
  const chunk = new Uint8Array(RECORD);
  const open: OpenFilter = (socket, _layer, listener) => {
    const inherited = listener === null ? null : secureSocket(listener);
    if (inherited !== null) socket.state = new SecureSocket(inherited.settings);
    const own = secureSocket(socket);
    if (own !== null) own.filter = new TlsFilter(tls, own.settings, chunk);
    return own?.filter ?? null;
  };
  const filtered = filterStreams(layer, open, { notOverlapped, pass, onDemand: true });
  const rest: WSPPROC_TABLE = { ...pass, ...filtered.slots };
  return { ...filtered, slots: { ...filtered.slots, ...secureSlots(layer, tls, rest) } };
}

type SecureSlot = "WSPSetSockOpt" | "WSPGetSockOpt" | "WSPIoctl" | "WSPListen";

/** The slots by which a socket becomes secure; they forward to `rest`. */
function secureSlots(layer: Layer, tls: Tls, rest: WSPPROC_TABLE): Pick<WSPPROC_TABLE, SecureSlot> {
  /** The socket of a handle, if it is a stream. */
  function streamSocket(s: SOCKET): LayerSocket | null {
    const socket = layer.find(s, ref(0));
    return socket?.stream === undefined ? null : socket;
  }

  return {
    WSPSetSockOpt(s, level, optname, optval, optlen, lpErrno) {
      const socket = level === SOL_SOCKET && optname === SO_SECURE ? streamSocket(s) : null;
      if (socket === null) return rest.WSPSetSockOpt(s, level, optname, optval, optlen, lpErrno);
      return done(lpErrno, setSecure(socket, optval, optlen));
    },

    WSPGetSockOpt(s, level, optname, optval, optlen, lpErrno) {
      const socket = level === SOL_SOCKET && optname === SO_SECURE ? streamSocket(s) : null;
      if (socket === null) return rest.WSPGetSockOpt(s, level, optname, optval, optlen, lpErrno);
      return done(lpErrno, getSecure(socket, optval, optlen));
    },

    WSPIoctl(...call) {
      const [s, code, input, inputSize, output, outputSize, returned, overlapped, , , lpErrno] = call;
      const control = secureControls[code >>> 0];
      const socket = control === undefined ? null : streamSocket(s);
      if (socket === null) return rest.WSPIoctl(...call);
      const own = secureSocket(socket);
      if (own === null) return done(lpErrno, WSAEINVAL);
      if (overlapped !== null && overlapped !== undefined) return done(lpErrno, WSAEOPNOTSUPP);
      if (returned !== null && !isRef(returned)) return done(lpErrno, WSAEFAULT);
      const given = { input, inputSize, output, outputSize, returned: returned ?? ref(0) };
      given.returned.value = 0;
      return done(lpErrno, control({ ...given, ...own, stream: socket.stream as Stream }));
    },

    WSPListen(s, backlog, lpErrno) {
      const socket = streamSocket(s);
      const own = socket === null ? null : secureSocket(socket);
      // Fail here for a server without a certificate, not later in its connections.
      if (own !== null && !canServe(tls, own)) return done(lpErrno, WSAEOPNOTSUPP);
      return rest.WSPListen(s, backlog, lpErrno);
    },
  };
}

/** Sets SO_SECURE. Returns 0 or the code: it cannot change once a connection is under way or established. */
function setSecure(socket: LayerSocket, optval: Pointer, optlen: number): number {
  if (!isBytes(optval) || !(Math.min(optval.length, optlen) >= 4)) return WSAEFAULT;
  const value = readDWORD(optval);
  if (value !== SO_SEC_NONE && value !== SO_SEC_SSL) return WSAEINVAL;
  if (!demandFilter(socket, value === SO_SEC_SSL)) return WSAEINVAL;
  if (value === SO_SEC_NONE) socket.state = null;
  else socket.state ??= new SecureSocket(new SecureSettings());
  return 0;
}

function getSecure(socket: LayerSocket, optval: Pointer, optlen: Ref<number> | null): number {
  if (!isRef(optlen) || !isBytes(optval)) return WSAEFAULT;
  if (!(Math.min(optval.length, optlen.value) >= 4)) return WSAEFAULT;
  optval.set(DWORD(secureSocket(socket) === null ? SO_SEC_NONE : SO_SEC_SSL));
  optlen.value = 4;
  return 0;
}

function canServe(tls: Tls, { settings }: SecureSocket): boolean {
  const session = tls.open(TLS_SERVER, "", settings.protocols, TLS_REFUSE);
  if (session >= 0) tls.close(session);
  return session >= 0;
}

function done(lpErrno: LPINT, code: number): number {
  if (code === 0) return 0;
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}
