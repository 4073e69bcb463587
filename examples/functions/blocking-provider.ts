/**
 * A provider that blocks by itself: while it waits, it calls the hook of a Winsock 1.1 program, which cancels the call.
 *
 * Functions: WPUQueryBlockingCallback, WSPCancelBlockingCall (on desktop).
 */
import {
  BASE_PROTOCOL,
  defineProvider,
  type LPBLOCKINGCALLBACK,
  type LPINT,
  MAKEWORD,
  type Machine,
  newWSADATA,
  newWSAPROTOCOL_INFOW,
  ref,
  SLOTS,
  SOCKET_ERROR,
  WSAEINTR,
  WSAEOPNOTSUPP,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const SILENT = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A24";
const AF_SILENT = 63;
const DATAGRAM = { iAddressFamily: AF_SILENT, iSocketType: 2, iProtocol: 17, dwServiceFlags1: 9, szProtocol: "Silent" };

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule("silent.dll", () =>
    defineProvider({
      ProviderId: SILENT,
      protocols: [DATAGRAM],
      WSPStartup(_version, data, info, upcalls, table) {
        data.wVersion = MAKEWORD(2, 2);
        data.wHighVersion = MAKEWORD(2, 2);
        const refuse = (...args: unknown[]) => {
          (args[args.length - 1] as LPINT).value = WSAEOPNOTSUPP;
          return SOCKET_ERROR;
        };
        for (const slot of SLOTS) Object.assign(table, { [slot]: refuse });
        table.WSPSocket = (_af, _type, _protocol, _info, _g, _flags, lpErrno) =>
          upcalls.WPUCreateSocketHandle(info.dwCatalogEntryId, null, lpErrno);
        table.WSPCloseSocket = (s, lpErrno) => upcalls.WPUCloseSocketHandle(s, lpErrno);
        table.WSPRecv = (...args) => {
          const lpErrno = args[8];
          const callback = ref<LPBLOCKINGCALLBACK | null>(null);
          const context = ref<unknown>(null);
          const found = upcalls.WPUQueryBlockingCallback(info.dwCatalogEntryId, callback, context, lpErrno);
          log("WPUQueryBlockingCallback:", found, "a hook:", callback.value !== null);
          // a datagram never arrives here: only a cancellation ends the loop
          while (callback.value?.(context.value)) log("the provider looks for a datagram");
          lpErrno.value = WSAEINTR;
          return SOCKET_ERROR;
        };
        // the callback returns false once this slot has returned 0
        table.WSPCancelBlockingCall = () => {
          log("WSPCancelBlockingCall");
          return 0;
        };
        table.WSPCleanup = () => 0;
        return 0;
      },
    }),
  );
  const installer = start(machine);
  const chain = { ChainLen: BASE_PROTOCOL, ChainEntries: [0, 0, 0, 0, 0, 0, 0] };
  const entry = { ...newWSAPROTOCOL_INFOW(), ...DATAGRAM, iVersion: 2, ProviderId: SILENT, ProtocolChain: chain };
  sound(installer, installer.WSCInstallProvider(SILENT, "silent.dll", [entry], 1, ref(0)), "WSCInstallProvider");

  const ws2 = machine.openProcess();
  // blocking hooks work in version 1.1 alone
  if (ws2.WSAStartup(MAKEWORD(1, 1), newWSADATA()) !== 0) throw new Error("there is no ws2");
  let calls = 0;
  ws2.WSASetBlockingHook(() => {
    if (++calls === 3) ws2.WSACancelBlockingCall();
  });
  const s = sound(ws2, ws2.socket(AF_SILENT, 2, 17), "socket");
  log("recv:", ws2.recv(s, new Uint8Array(1), 1, 0), "WSAEINTR:", ws2.WSAGetLastError() === WSAEINTR);
  ws2.closesocket(s);
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: WPUQueryBlockingCallback: 0 a hook: true
// prints: the provider looks for a datagram
// prints: the provider looks for a datagram
// prints: WSPCancelBlockingCall
// prints: recv: -1 WSAEINTR: true
