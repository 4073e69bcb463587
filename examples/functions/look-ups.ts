/**
 * Looks up a host in the name space of DNS: begin, next until there is no more, end.
 *
 * Functions: WSALookupServiceBeginW, WSALookupServiceNextW, WSALookupServiceEnd.
 */
import {
  type HANDLE,
  LUP_RETURN_ADDR,
  LUP_RETURN_NAME,
  type Machine,
  NS_DNS,
  newWSAQUERYSETW,
  ref,
  SVCID_HOSTNAME,
  sockaddrText,
  WSA_E_NO_MORE,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const question = newWSAQUERYSETW({
    lpszServiceInstanceName: "device.test",
    lpServiceClassId: SVCID_HOSTNAME,
    dwNameSpace: NS_DNS,
  });
  const lookUp = ref<HANDLE | 0>(0);
  const flags = LUP_RETURN_NAME | LUP_RETURN_ADDR;
  sound(ws2, ws2.WSALookupServiceBeginW(question, flags, lookUp), "WSALookupServiceBeginW");
  const handle = lookUp.value as HANDLE;

  const answer = newWSAQUERYSETW();
  while (ws2.WSALookupServiceNextW(handle, 0, ref(4096), answer) === 0) {
    const addresses = answer.lpcsaBuffer.map(({ RemoteAddr }) => sockaddrText(RemoteAddr?.lpSockaddr as Uint8Array));
    log(answer.lpszServiceInstanceName, addresses.join(" "));
  }
  log("no more:", ws2.WSAGetLastError() === WSA_E_NO_MORE);
  sound(ws2, ws2.WSALookupServiceEnd(handle), "WSALookupServiceEnd");
  ws2.WSACleanup();
}

// prints: device.test 10.9.8.7:0
// prints: no more: true
