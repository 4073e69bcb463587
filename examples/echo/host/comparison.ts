/** Throws an error that names the first wrong byte. `at` is the offset of `sent` in all sent bytes. */
export function requireSame(where: string, came: Buffer, sent: Buffer, at = 0): void {
  if (came.equals(sent)) return;
  const wrong = came.findIndex((byte, i) => byte !== sent[i]);
  if (wrong < 0) throw new Error(`${where}: ${came.length} bytes came back where ${sent.length} were sent`);
  const byte = sent[wrong] === undefined ? "nothing" : hex(sent[wrong]);
  throw new Error(`${where}: byte ${at + wrong} came back as ${hex(came[wrong])}, and ${byte} was sent`);
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
