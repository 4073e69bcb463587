/**
 * Uses a socket as a file: reads and writes it, waits for the result, and cancels a read.
 *
 * Functions: ReadFile, WriteFile, GetOverlappedResult, CancelIo, CancelIoEx, GetFileType, GetLastError,
 *   SetLastError.
 */
import { type Machine, newWSAOVERLAPPED, ref, WSA_IO_PENDING, WSA_OPERATION_ABORTED } from "@ws2kit/target";
import { bytesOf, connected, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { kernel32 } = ws2;
  const { client, server } = connected(ws2);
  log("FILE_TYPE_PIPE:", kernel32.GetFileType(client) === 3);

  const buffer = new Uint8Array(20);
  const reading = newWSAOVERLAPPED();
  kernel32.SetLastError(0);
  const done = kernel32.ReadFile(server, buffer, buffer.length, null, reading);
  log("ReadFile waits:", !done && kernel32.GetLastError() === WSA_IO_PENDING);
  const writing = newWSAOVERLAPPED();
  kernel32.WriteFile(client, bytesOf("hello"), 5, null, writing);
  const count = ref(0);
  log("WriteFile:", kernel32.GetOverlappedResult(client, writing, count, true), count.value);
  log("ReadFile:", kernel32.GetOverlappedResult(server, reading, count, true), textOf(buffer, count.value));

  for (const cancel of ["CancelIo", "CancelIoEx"] as const) {
    const again = newWSAOVERLAPPED();
    kernel32.ReadFile(server, buffer, buffer.length, null, again);
    if (cancel === "CancelIo") kernel32.CancelIo(server);
    else kernel32.CancelIoEx(server, again);
    const ended = kernel32.GetOverlappedResult(server, again, count, true);
    log(`${cancel}:`, !ended && kernel32.GetLastError() === WSA_OPERATION_ABORTED);
  }
  ws2.closesocket(client);
  ws2.closesocket(server);
  ws2.WSACleanup();
}

// prints: FILE_TYPE_PIPE: true
// prints: ReadFile waits: true
// prints: WriteFile: true 5
// prints: ReadFile: true hello
// prints: CancelIo: true
// prints: CancelIoEx: true
