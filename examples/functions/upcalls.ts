/**
 * A provider that calls ws2 while it starts: events, its own path, and a call that is queued to the thread.
 *
 * Functions: WPUCreateEvent, WPUSetEvent, WPUResetEvent, WPUCloseEvent, WPUGetProviderPath,
 *   WPUOpenCurrentThread, WPUQueueApc, WPUCloseThread (on desktop).
 */
import {
  BASE_PROTOCOL,
  defineProvider,
  type Machine,
  newWSAPROTOCOL_INFOW,
  ref,
  WSASYSNOTREADY,
  type WSATHREADID,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const CALLER = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A23";
const AF_CALLER = 62;
const DATAGRAM = { iAddressFamily: AF_CALLER, iSocketType: 2, iProtocol: 17, dwServiceFlags1: 9, szProtocol: "Caller" };

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule("caller.dll", () =>
    defineProvider({
      ProviderId: CALLER,
      protocols: [DATAGRAM],
      supports: {},
      WSPStartup(_version, _data, _info, upcalls) {
        const errno = ref(0);
        const event = upcalls.WPUCreateEvent(errno);
        log("WPUSetEvent:", upcalls.WPUSetEvent(event, errno));
        log("WPUResetEvent:", upcalls.WPUResetEvent(event, errno));
        log("WPUCloseEvent:", upcalls.WPUCloseEvent(event, errno));

        const path = ref("");
        log("WPUGetProviderPath:", upcalls.WPUGetProviderPath(CALLER, path, ref(260), errno), path.value);

        const thread: WSATHREADID = { ThreadHandle: null, Reserved: null };
        log("WPUOpenCurrentThread:", upcalls.WPUOpenCurrentThread(thread, errno));
        const queued = upcalls.WPUQueueApc(thread, (context) => log("the queued call runs:", context), "hello", errno);
        log("WPUQueueApc:", queued);
        log("WPUCloseThread:", upcalls.WPUCloseThread(thread, errno));
        // it has no slots, so it does not start
        return WSASYSNOTREADY;
      },
    }),
  );
  const installer = start(machine);
  const chain = { ChainLen: BASE_PROTOCOL, ChainEntries: [0, 0, 0, 0, 0, 0, 0] };
  const entry = { ...newWSAPROTOCOL_INFOW(), ...DATAGRAM, iVersion: 2, ProviderId: CALLER, ProtocolChain: chain };
  sound(installer, installer.WSCInstallProvider(CALLER, "caller.dll", [entry], 1, ref(0)), "WSCInstallProvider");

  const ws2 = start(machine);
  ws2.socket(AF_CALLER, 2, 17);
  ws2.kernel32.SleepEx(1, true);
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: WPUSetEvent: true
// prints: WPUResetEvent: true
// prints: WPUCloseEvent: true
// prints: WPUGetProviderPath: 0 caller.dll
// prints: WPUOpenCurrentThread: 0
// prints: WPUQueueApc: 0
// prints: WPUCloseThread: 0
// prints: {"code":"provider-failed-init","args":["caller.dll","0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A23",10091]}
// prints: the queued call runs: hello
