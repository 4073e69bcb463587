/** The functions of the board's C code for its modem; `port/posix/modem.c` documents them. */
export interface ModemHost {
  open(line: string): number;
  dial(fd: number, address: string, port: number): number;
  state(fd: number): number;
  read(fd: number, buf: ArrayBuffer, off: number, len: number): number;
  write(fd: number, buf: ArrayBuffer, off: number, len: number): number;
}

/** Returns the board's modem. Throws on a board without one. */
export function modemHost(): ModemHost {
  const { modem } = (globalThis as unknown as { readonly ws2host: { readonly modem?: ModemHost } }).ws2host;
  if (modem === undefined) throw new Error("[ws2kit] modem: this board has no modem.");
  return modem;
}
