/** What the board's C offers for its modem; `port/posix/modem.c` says what each function does. */
export interface ModemHost {
  open(line: string): number;
  dial(fd: number, address: string, port: number): number;
  state(fd: number): number;
  read(fd: number, buf: ArrayBuffer, off: number, len: number): number;
  write(fd: number, buf: ArrayBuffer, off: number, len: number): number;
}

/** Throws on a board that has none. */
export function modemHost(): ModemHost {
  const { modem } = (globalThis as unknown as { readonly ws2host: { readonly modem?: ModemHost } }).ws2host;
  if (modem === undefined) throw new Error("[ws2kit] modem: this board has no modem.");
  return modem;
}
