/**
 * A provider whose sockets are files of the system, so that ReadFile works on them.
 *
 * Functions: WPUModifyIFSHandle (on desktop).
 */
import {
  BASE_PROTOCOL,
  defineProvider,
  type HANDLE,
  type LPINT,
  MAKEWORD,
  type Machine,
  newWSAPROTOCOL_INFOW,
  ref,
  SLOTS,
  SOCKET_ERROR,
  WSAEOPNOTSUPP,
  XP1_IFS_HANDLES,
} from "@ws2kit/target";
import { bytesOf, sound, start, textOf } from "./conversation.js";

const FILES = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A26";
const AF_FILES = 65;
const DATAGRAM = {
  iAddressFamily: AF_FILES,
  iSocketType: 2,
  iProtocol: 17,
  dwServiceFlags1: 9 | XP1_IFS_HANDLES,
  szProtocol: "Files",
};

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule("files.dll", (_platform, imports) =>
    defineProvider({
      ProviderId: FILES,
      protocols: [DATAGRAM],
      WSPStartup(_version, data, info, upcalls, table) {
        data.wVersion = MAKEWORD(2, 2);
        data.wHighVersion = MAKEWORD(2, 2);
        const refuse = (...args: unknown[]) => {
          (args[args.length - 1] as LPINT).value = WSAEOPNOTSUPP;
          return SOCKET_ERROR;
        };
        for (const slot of SLOTS) Object.assign(table, { [slot]: refuse });
        table.WSPSocket = (_af, _type, _protocol, _info, _g, _flags, lpErrno) => {
          const file = imports.createFile({
            close: () => log("the file is closed"),
            read({ buffer: { buf, off }, lpNumberOfBytes }) {
              const hello = bytesOf("hello");
              buf?.set(hello, off);
              if (lpNumberOfBytes !== null) lpNumberOfBytes.value = hello.length;
              return 0;
            },
          });
          const s = upcalls.WPUModifyIFSHandle(info.dwCatalogEntryId, file, lpErrno);
          log("WPUModifyIFSHandle: the same handle:", Number(s) === Number(file));
          return s;
        };
        table.WSPCloseSocket = (s) => {
          imports.closeFile(s);
          return 0;
        };
        table.WSPCleanup = () => 0;
        return 0;
      },
    }),
  );
  const installer = start(machine);
  const chain = { ChainLen: BASE_PROTOCOL, ChainEntries: [0, 0, 0, 0, 0, 0, 0] };
  const entry = { ...newWSAPROTOCOL_INFOW(), ...DATAGRAM, iVersion: 2, ProviderId: FILES, ProtocolChain: chain };
  sound(installer, installer.WSCInstallProvider(FILES, "files.dll", [entry], 1, ref(0)), "WSCInstallProvider");

  const ws2 = start(machine);
  const s = sound(ws2, ws2.socket(AF_FILES, 2, 17), "socket");
  const buffer = new Uint8Array(20);
  const count = ref(0);
  log("ReadFile:", ws2.kernel32.ReadFile(s as number as HANDLE, buffer, buffer.length, count, null));
  log(textOf(buffer, count.value));
  log("closesocket:", ws2.closesocket(s));
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: WPUModifyIFSHandle: the same handle: true
// prints: ReadFile: true
// prints: hello
// prints: closesocket: 0
