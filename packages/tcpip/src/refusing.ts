import { BOOL_SLOTS, type SlotName, SOCKET_ERROR, setErrno, type WSPPROC_TABLE } from "@ws2kit/spi";

/** Fills slots that this provider answers with a code and nothing else. */
export function refusing(codes: Partial<Record<SlotName, number>>): Partial<WSPPROC_TABLE> {
  const slots: Record<string, unknown> = {};
  for (const slot of Object.keys(codes) as SlotName[]) {
    const failure = BOOL_SLOTS.includes(slot) ? false : SOCKET_ERROR;
    slots[slot] = (...args: unknown[]) => {
      setErrno(args[args.length - 1] as { value: number }, codes[slot] as number);
      return failure;
    };
  }
  return slots as Partial<WSPPROC_TABLE>;
}
