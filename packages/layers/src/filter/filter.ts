import {
  type LPINT,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  sockaddrText,
  WSAEACCES,
  WSAEADDRNOTAVAIL,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { dropReceived, isConnectionless } from "../datagram/drop-received.js";
import type { Layer } from "../kit/layer.js";
import { defineLayer } from "../pass/define-layer.js";
import { withoutExtensions } from "../pass/without-extensions.js";
import type { LayerKind, Report } from "../stack/layer-kind.js";
import { listOf, readOptions } from "../stack/read-options.js";
import { accepting } from "./accepting.js";
import { addressOf } from "./prefix.js";
import type { Refusal } from "./refusal.js";
import { decide, type FilterOptions, type Judge, readRule, readVerdict } from "./rule.js";

const FILTER_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B2000";

/**
 * A layer that permits only calls that its rules allow. A denied call fails with WSAEACCES (bind: WSAEADDRNOTAVAIL); a
 * denied connection or datagram from a peer is dropped.
 */
export const filter: LayerKind<FilterOptions, Refusal> = {
  ProviderId: FILTER_PROVIDER,
  name: "Filter",
  module(given, report, ProviderId = FILTER_PROVIDER) {
    const options = readOptions(given, "filter", { rules: listOf(readRule), otherwise: readVerdict });
    const { rules = [], otherwise = "allow" } = options;
    return defineLayer({
      ProviderId,
      name: "Filter",
      attach(layer) {
        const slots = filtered(layer, judge(layer, rules, otherwise, report));
        // extension functions would bypass the rules
        const isOpen = rules.length === 0 && otherwise === "allow";
        return { slots: isOpen ? slots : { ...slots, ...withoutExtensions(layer) } };
      },
    });
  },
};

function judge(
  { platform, imports: { processId } }: Layer,
  rules: readonly ReturnType<typeof readRule>[],
  otherwise: "allow" | "deny",
  report: Report<Refusal>,
): Judge {
  const address = new Uint8Array(16);
  return (call, s, name) => {
    if (!addressOf(name, address)) return true;
    const rule = decide(rules, call, name, processId);
    if ((rule < 0 ? otherwise : rules[rule].verdict) === "allow") return true;
    const event = { at: platform.now(), process: processId, socket: s, call, address: sockaddrText(name), rule };
    report({ layer: "filter", ...event });
    return false;
  };
}

function filtered(layer: Layer, allows: Judge): Partial<WSPPROC_TABLE> {
  const { pass } = layer;
  const refuse = (lpErrno: LPINT, code = WSAEACCES) => {
    setErrno(lpErrno, code);
    return SOCKET_ERROR as SOCKET;
  };
  return {
    // WSAEACCES is not among the codes of bind on Windows CE
    WSPBind: (s, name, namelen, lpErrno) =>
      allows("bind", s, name) ? pass.WSPBind(s, name, namelen, lpErrno) : refuse(lpErrno, WSAEADDRNOTAVAIL),

    // connecting a datagram socket sets the destination of later sends
    WSPConnect: (s, name, namelen, callerData, calleeData, sqos, gqos, lpErrno) =>
      allows("connect", s, name) && (!isConnectionless(layer, s) || allows("send", s, name))
        ? pass.WSPConnect(s, name, namelen, callerData, calleeData, sqos, gqos, lpErrno)
        : refuse(lpErrno),

    WSPJoinLeaf: (s, name, namelen, callerData, calleeData, sqos, gqos, flags, lpErrno) =>
      allows("connect", s, name)
        ? pass.WSPJoinLeaf(s, name, namelen, callerData, calleeData, sqos, gqos, flags, lpErrno)
        : refuse(lpErrno),

    // a stream ignores the address
    WSPSendTo: (s, buffers, count, sent, flags, to, tolen, overlapped, routine, thread, lpErrno) =>
      !isConnectionless(layer, s) || allows("send", s, to)
        ? pass.WSPSendTo(s, buffers, count, sent, flags, to, tolen, overlapped, routine, thread, lpErrno)
        : refuse(lpErrno),

    ...accepting(layer, allows),
    ...dropReceived(layer, (s, from) => !allows("receive", s, from)),
  };
}
