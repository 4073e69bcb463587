/**
 * Reads a text of the machine's storage as a file: its size, a part of it, and the file's position.
 *
 * Functions: CreateFileW, GetFileSizeEx, SetFilePointerEx.
 */
import { INVALID_HANDLE_VALUE, type Machine, ref } from "@ws2kit/target";
import { start, textOf } from "./conversation.js";

const GENERIC_READ = 0x80000000;
const OPEN_EXISTING = 3;
const FILE_BEGIN = 0;

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { kernel32 } = ws2;
  // a file on platforms with a storage
  machine.platform.storage?.write("settings.txt", "name=kitchen");
  const file = kernel32.CreateFileW("settings.txt", GENERIC_READ, 0, null, OPEN_EXISTING, 0, null);
  if (file === INVALID_HANDLE_VALUE) throw new Error(`CreateFileW failed: ${kernel32.GetLastError()}`);
  const size = ref(0);
  log("GetFileSizeEx:", kernel32.GetFileSizeEx(file, size), size.value);
  log("SetFilePointerEx:", kernel32.SetFilePointerEx(file, 5, null, FILE_BEGIN));
  const buffer = new Uint8Array(20);
  const count = ref(0);
  kernel32.ReadFile(file, buffer, buffer.length, count, null);
  log("read:", textOf(buffer, count.value));
  kernel32.CloseHandle(file);
  ws2.WSACleanup();
}

// prints: GetFileSizeEx: true 12
// prints: SetFilePointerEx: true
// prints: read: kitchen
