/**
 * A provider that refuses every call, and records it: the program shows which slot each function of ws2 enters.
 *
 * Functions: WSPAccept, WSPAddressToString, WSPAsyncSelect, WSPBind, WSPConnect, WSPDuplicateSocket,
 *   WSPEnumNetworkEvents, WSPEventSelect, WSPGetOverlappedResult, WSPGetPeerName, WSPGetSockName, WSPGetSockOpt,
 *   WSPGetQOSByName, WSPIoctl, WSPJoinLeaf, WSPListen, WSPRecv, WSPRecvDisconnect, WSPSelect, WSPSend,
 *   WSPSendDisconnect, WSPSetSockOpt, WSPShutdown, WSPStringToAddress (on desktop).
 */
import {
  BASE_PROTOCOL,
  DWORD,
  defineProvider,
  FD_READ,
  fd_set,
  JL_BOTH,
  type LPINT,
  MAKEWORD,
  type Machine,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  newWSAPROTOCOL_INFOW,
  ref,
  SIO_FLUSH,
  SLOTS,
  SO_KEEPALIVE,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSAEOPNOTSUPP,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const MUTE = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A22";
const AF_MUTE = 61;
const STREAM = { iAddressFamily: AF_MUTE, iSocketType: 1, iProtocol: 6, dwServiceFlags1: 6, szProtocol: "Mute" };

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  let entered = "";
  machine.installModule("mute.dll", () =>
    defineProvider({
      ProviderId: MUTE,
      protocols: [STREAM],
      supports: {},
      WSPStartup(_version, data, _info, upcalls, table) {
        data.wVersion = MAKEWORD(2, 2);
        data.wHighVersion = MAKEWORD(2, 2);
        for (const slot of SLOTS) {
          const record = (...args: unknown[]) => {
            entered = slot;
            (args[args.length - 1] as LPINT).value = WSAEOPNOTSUPP;
            return slot === "WSPGetOverlappedResult" || slot === "WSPGetQOSByName" ? false : SOCKET_ERROR;
          };
          Object.assign(table, { [slot]: record });
        }
        table.WSPSocket = (_af, _type, _protocol, info, _g, _flags, lpErrno) =>
          upcalls.WPUCreateSocketHandle(info?.dwCatalogEntryId ?? 0, null, lpErrno);
        table.WSPCloseSocket = (s, lpErrno) => upcalls.WPUCloseSocketHandle(s, lpErrno);
        table.WSPCleanup = () => 0;
        return 0;
      },
    }),
  );
  const installer = start(machine);
  const chain = { ChainLen: BASE_PROTOCOL, ChainEntries: [0, 0, 0, 0, 0, 0, 0] };
  const entry = { ...newWSAPROTOCOL_INFOW(), ...STREAM, iVersion: 2, ProviderId: MUTE, ProtocolChain: chain };
  sound(installer, installer.WSCInstallProvider(MUTE, "mute.dll", [entry], 1, ref(0)), "WSCInstallProvider");

  const ws2 = start(machine);
  const s = sound(ws2, ws2.socket(AF_MUTE, 1, 6), "socket");
  const name = new Uint8Array(16);
  name[0] = AF_MUTE;
  const byte = new Uint8Array(1);
  const event = ws2.WSACreateEvent();
  const overlapped = newWSAOVERLAPPED();
  const flow = { TokenRate: 0, TokenBucketSize: 0, PeakBandwidth: 0, Latency: 0, DelayVariation: 0, ServiceType: 0 };
  const specification = { ...flow, MaxSduSize: 0, MinimumPolicedSize: 0 };
  const qos = { SendingFlowspec: specification, ReceivingFlowspec: specification, ProviderSpecific: newWSABUF(null) };

  const calls: readonly (readonly [call: string, slot: string, run: () => unknown])[] = [
    ["bind", "WSPBind", () => ws2.bind(s, name, 16)],
    ["listen", "WSPListen", () => ws2.listen(s, 1)],
    ["accept", "WSPAccept", () => ws2.accept(s)],
    ["connect", "WSPConnect", () => ws2.connect(s, name, 16)],
    ["WSAJoinLeaf", "WSPJoinLeaf", () => ws2.WSAJoinLeaf(s, name, 16, null, null, null, null, JL_BOTH)],
    ["getsockname", "WSPGetSockName", () => ws2.getsockname(s, name, ref(16))],
    ["getpeername", "WSPGetPeerName", () => ws2.getpeername(s, name, ref(16))],
    ["send", "WSPSend", () => ws2.send(s, byte, 1, 0)],
    ["recv", "WSPRecv", () => ws2.recv(s, byte, 1, 0)],
    ["WSASendDisconnect", "WSPSendDisconnect", () => ws2.WSASendDisconnect(s, null)],
    ["WSARecvDisconnect", "WSPRecvDisconnect", () => ws2.WSARecvDisconnect(s, null)],
    ["shutdown", "WSPShutdown", () => ws2.shutdown(s, 1)],
    ["select", "WSPSelect", () => ws2.select(0, fd_set(s), null, null, { tv_sec: 0, tv_usec: 0 })],
    ["WSAEventSelect", "WSPEventSelect", () => ws2.WSAEventSelect(s, event, FD_READ)],
    ["WSAEnumNetworkEvents", "WSPEnumNetworkEvents", () => ws2.WSAEnumNetworkEvents(s, event, newWSANETWORKEVENTS())],
    ["WSAAsyncSelect", "WSPAsyncSelect", () => ws2.WSAAsyncSelect(s, 1, 1, FD_READ)],
    [
      "WSAGetOverlappedResult",
      "WSPGetOverlappedResult",
      () => ws2.WSAGetOverlappedResult(s, overlapped, ref(0), false, ref(0)),
    ],
    ["getsockopt", "WSPGetSockOpt", () => ws2.getsockopt(s, SOL_SOCKET, SO_KEEPALIVE, DWORD(0), ref(4))],
    ["setsockopt", "WSPSetSockOpt", () => ws2.setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, DWORD(0), 4)],
    ["WSAIoctl", "WSPIoctl", () => ws2.WSAIoctl(s, SIO_FLUSH, null, 0, null, 0, ref(0), null, null)],
    ["WSAGetQOSByName", "WSPGetQOSByName", () => ws2.WSAGetQOSByName(s, newWSABUF(byte), qos)],
    [
      "WSADuplicateSocketW",
      "WSPDuplicateSocket",
      () => ws2.WSADuplicateSocketW(s, ws2.processId, newWSAPROTOCOL_INFOW()),
    ],
    ["WSAAddressToStringW", "WSPAddressToString", () => ws2.WSAAddressToStringW(name, 16, null, ref(""), ref(64))],
    ["WSAStringToAddressW", "WSPStringToAddress", () => ws2.WSAStringToAddressW("a", AF_MUTE, null, name, ref(16))],
  ];
  for (const [call, slot, run] of calls) {
    entered = "";
    run();
    log(`${call}: ${entered === slot ? slot : `not ${slot}, but ${entered || "no slot"}`}`);
  }
  ws2.WSACloseEvent(event);
  ws2.closesocket(s);
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: bind: WSPBind
// prints: listen: WSPListen
// prints: accept: WSPAccept
// prints: connect: WSPConnect
// prints: WSAJoinLeaf: WSPJoinLeaf
// prints: getsockname: WSPGetSockName
// prints: getpeername: WSPGetPeerName
// prints: send: WSPSend
// prints: recv: WSPRecv
// prints: WSASendDisconnect: WSPSendDisconnect
// prints: WSARecvDisconnect: WSPRecvDisconnect
// prints: shutdown: WSPShutdown
// prints: select: WSPSelect
// prints: WSAEventSelect: WSPEventSelect
// prints: WSAEnumNetworkEvents: WSPEnumNetworkEvents
// prints: WSAAsyncSelect: WSPAsyncSelect
// prints: WSAGetOverlappedResult: WSPGetOverlappedResult
// prints: getsockopt: WSPGetSockOpt
// prints: setsockopt: WSPSetSockOpt
// prints: WSAIoctl: WSPIoctl
// prints: WSAGetQOSByName: WSPGetQOSByName
// prints: WSADuplicateSocketW: WSPDuplicateSocket
// prints: WSAAddressToStringW: WSPAddressToString
// prints: WSAStringToAddressW: WSPStringToAddress
