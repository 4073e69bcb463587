/**
 * Creates overlapped sockets with WSASocketW, connects with WSAConnect, and lets a condition function accept.
 *
 * Functions: WSASocketW, WSAConnect, WSAAccept.
 */
import {
  AF_INET,
  CF_ACCEPT,
  type Machine,
  ref,
  SOCK_STREAM,
  SOCKADDR_IN_SIZE,
  WSA_FLAG_OVERLAPPED,
} from "@ws2kit/target";
import { listening, sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const listener = listening(ws2);
  const client = sound(ws2, ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, 0, WSA_FLAG_OVERLAPPED), "WSASocketW");
  const { address } = listener;
  sound(ws2, ws2.WSAConnect(client, address, address.length, null, null, null, null), "WSAConnect");

  const from = new Uint8Array(SOCKADDR_IN_SIZE);
  const condition = () => {
    log("the condition function is asked");
    return CF_ACCEPT;
  };
  const server = sound(ws2, ws2.WSAAccept(listener.s, from, ref(from.length), condition, 0), "WSAAccept");
  log("accepted");
  for (const s of [client, server, listener.s]) ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: the condition function is asked
// prints: accepted
