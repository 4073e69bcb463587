import type { ProviderModule, SlotName, WSAPROTOCOL_INFOW, WSPPROC_TABLE, WSPUPCALLTABLE } from "@ws2kit/spi";

/** The position of the protocol info in the arguments of each slot that has one. */
const INFO_AT: Readonly<Partial<Record<SlotName, number>>> = {
  WSPSocket: 3,
  WSPDuplicateSocket: 2,
  WSPAddressToString: 2,
  WSPStringToAddress: 2,
};

/** An info that a provider received, and a copy of its content, because a slot may write into it later. */
export interface Given {
  readonly provider: string;
  readonly slot: SlotName | "WSPStartup";
  readonly info: WSAPROTOCOL_INFOW;
  readonly copy: Readonly<WSAPROTOCOL_INFOW>;
}

/** The infos that providers received, in the order of the calls. */
export class Recording {
  readonly given: Given[] = [];
  readonly upcalls: WSPUPCALLTABLE[] = [];

  /** Wraps a provider to record every info that it receives. */
  of(provider: string, module: ProviderModule): ProviderModule {
    const note = (slot: Given["slot"], info: WSAPROTOCOL_INFOW) =>
      void this.given.push({ provider, slot, info, copy: { ...info } });
    return (platform, imports) => {
      const made = module(platform, imports);
      return {
        ...made,
        WSPStartup: (version, data, info, upcalls, table) => {
          note("WSPStartup", info);
          this.upcalls.push(upcalls);
          const result = made.WSPStartup(version, data, info, upcalls, table);
          for (const [slot, at] of Object.entries(INFO_AT) as [SlotName, number][]) {
            const own = table[slot] as unknown as (...args: unknown[]) => unknown;
            const recording = (...args: unknown[]) => {
              note(slot, args[at] as WSAPROTOCOL_INFOW);
              return own(...args);
            };
            table[slot] = recording as never as WSPPROC_TABLE["WSPSocket"] & never;
          }
          return result;
        },
      };
    };
  }

  /** The infos of a slot's calls since the last query, from the application down. */
  take(slot: Given["slot"]): Given[] {
    const taken = this.given.filter((one) => one.slot === slot);
    this.given.length = 0;
    return taken;
  }
}
