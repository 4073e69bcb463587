/**
 * Passes a socket to another process of the machine: WSADuplicateSocketW describes it, and WSASocketW opens it
 * there.
 *
 * Functions: WSADuplicateSocketW (on desktop).
 */
import { FROM_PROTOCOL_INFO, type Machine, newWSAPROTOCOL_INFOW, WSA_FLAG_OVERLAPPED } from "@ws2kit/target";
import { bytesOf, connected, sound, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const parent = start(machine);
  const child = start(machine);
  const { client, server } = connected(parent);

  const info = newWSAPROTOCOL_INFOW();
  sound(parent, parent.WSADuplicateSocketW(server, child.processId, info), "WSADuplicateSocketW");
  const unset = FROM_PROTOCOL_INFO;
  const s = sound(child, child.WSASocketW(unset, unset, unset, info, 0, WSA_FLAG_OVERLAPPED), "WSASocketW");
  parent.closesocket(server);

  sound(parent, parent.send(client, bytesOf("over to you"), 11, 0), "send");
  const buffer = new Uint8Array(20);
  log("the child receives:", textOf(buffer, sound(child, child.recv(s, buffer, buffer.length, 0), "recv")));
  child.closesocket(s);
  parent.closesocket(client);
}

// prints: the child receives: over to you
