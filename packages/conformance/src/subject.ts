import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import type { Capability, ProfileName } from "@ws2kit/rules";
import {
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  type WSAPROTOCOL_INFOW,
  XP1_EXPEDITED_DATA,
  XP1_SUPPORT_BROADCAST,
} from "@ws2kit/spi";
import type { OpenMachine } from "./ws2.js";

/** What is checked: a system, with the provider that serves TCP/IP on it. */
export interface Subject {
  readonly openMachine: OpenMachine;
  /** Whether that provider came with the system; rules about the one in the box concern no other. */
  readonly shipped: boolean;
  /** Fixes all that is left to chance. */
  readonly seed: number;
}

/** What a subject says of itself, for the rules' `applies`. */
export interface Description {
  readonly profile: ProfileName;
  readonly shipped: boolean;
  readonly capabilities: readonly Capability[];
}

/** Asks a subject what it is and has: the provider of the first entry in its catalog answers. */
export function describe(subject: Subject): Description {
  const machine = subject.openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });
  const { entries } = machine.catalog;
  const path = machine.catalog.pathOf(entries[0].ProviderId);
  const supports = machine.describeModule(path ?? "")?.supports ?? {};
  const own = entries.filter((entry) => machine.catalog.pathOf(entry.ProviderId) === path);
  const any = (test: (entry: Readonly<WSAPROTOCOL_INFOW>) => boolean) => own.some(test);
  const found: Record<Capability, boolean> = {
    stream: any((entry) => entry.iSocketType === SOCK_STREAM),
    datagram: any((entry) => entry.iSocketType === SOCK_DGRAM),
    raw: any((entry) => entry.iSocketType === SOCK_RAW),
    urgent: any((entry) => (entry.dwServiceFlags1 & XP1_EXPEDITED_DATA) !== 0),
    broadcast: any((entry) => (entry.dwServiceFlags1 & XP1_SUPPORT_BROADCAST) !== 0),
    sharing: supports.sharing === true,
    multipoint: supports.multipoint === true,
    groups: supports.groups === true,
  };
  const capabilities = (Object.keys(found) as Capability[]).filter((capability) => found[capability]);
  return { profile: machine.profile.name as ProfileName, shipped: subject.shipped, capabilities };
}
