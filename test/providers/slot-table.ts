import { BOOL_SLOTS, SLOTS, SOCKET_ERROR, setErrno, WSAEOPNOTSUPP, type WSPPROC_TABLE } from "@ws2kit/spi";

/** Fills a procedure table with a provider's slots; missing slots return WSAEOPNOTSUPP. */
export function fillSlots(table: Partial<WSPPROC_TABLE>, slots: Partial<WSPPROC_TABLE>): void {
  const refused: Record<string, unknown> = {};
  for (const slot of SLOTS) {
    refused[slot] = (...args: unknown[]) => {
      setErrno(args[args.length - 1] as { value: number }, WSAEOPNOTSUPP);
      return BOOL_SLOTS.includes(slot) ? false : SOCKET_ERROR;
    };
  }
  Object.assign(table, refused, slots);
}
