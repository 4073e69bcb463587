/**
 * Lists the protocols that an application sees, every entry of the catalog with the hidden ones, and the DLL of
 * the first.
 *
 * Functions: WSAEnumProtocolsW, WSCEnumProtocols, WSCGetProviderPath.
 */
import { IPPROTO_TCP, IPPROTO_UDP, type Machine, ref, type WSAPROTOCOL_INFOW } from "@ws2kit/target";
import { sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  // the first call asks for the size
  const length = ref(0);
  ws2.WSAEnumProtocolsW(null, null, length);
  const infos: WSAPROTOCOL_INFOW[] = [];
  const count = sound(ws2, ws2.WSAEnumProtocolsW(null, infos, length), "WSAEnumProtocolsW");
  log("bytes of an entry:", length.value / count);

  const transports: WSAPROTOCOL_INFOW[] = [];
  sound(ws2, ws2.WSAEnumProtocolsW([IPPROTO_TCP, IPPROTO_UDP, 0], transports, ref(length.value)), "WSAEnumProtocolsW");
  log(
    "TCP:",
    transports.some(({ iProtocol }) => iProtocol === IPPROTO_TCP),
  );

  const errno = ref(0);
  const all: WSAPROTOCOL_INFOW[] = [];
  log("at least as many with hidden ones:", ws2.WSCEnumProtocols(null, all, ref(64 * 628), errno) >= count);
  const path = ref("");
  const room = ref(260);
  log("WSCGetProviderPath:", ws2.WSCGetProviderPath(all[0].ProviderId, path, room, errno), path.value !== "");
  ws2.WSACleanup();
}

// prints: bytes of an entry: 628
// prints: TCP: true
// prints: at least as many with hidden ones: true
// prints: WSCGetProviderPath: 0 true
