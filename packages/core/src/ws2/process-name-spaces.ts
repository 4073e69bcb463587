import { normalGuid, WSAEINVAL, WSAEOPNOTSUPP } from "@ws2kit/spi";
import { NS_ALL, type WSAQUERYSETW } from "@ws2kit/spi/name-spaces";
import { nameSpacesOf, type ProcessNameSpaces, type StartedNameSpace } from "../catalog/name-space-catalog.js";
import { NameSpaces } from "../providers/name-spaces.js";
import type { Api } from "./call.js";
import { dnsNameSpace } from "./dns-name-space.js";

type Process = Parameters<Api<unknown>>[0];

/** The name spaces of a process, until its last WSACleanup. That ends the open look-ups first, then the providers. */
export function nameSpacesIn(process: Process): ProcessNameSpaces {
  if (process.nameSpaces === undefined) {
    const list = nameSpacesOf(process.machine);
    const isLive = process.machine.profile.architecture.catalog === "live";
    const spaces = new NameSpaces(process, isLive ? list : { entries: list.entries }, dnsNameSpace);
    process.nameSpaces = spaces;
    process.releases.push(() => {
      for (const lookUp of spaces.lookUps) lookUp.close();
      process.nameSpaces = undefined;
    });
  }
  return process.nameSpaces;
}

/** Starts the providers that a question or a service names. Returns them in order, or a code. */
export function providersFor(
  process: Process,
  { dwNameSpace, lpNSProviderId }: Readonly<WSAQUERYSETW>,
): StartedNameSpace[] | number {
  if (lpNSProviderId === null) {
    return activeProviders(process, (provider) => dwNameSpace === NS_ALL || provider.dwNameSpace === dwNameSpace);
  }
  const id = normalGuid(lpNSProviderId);
  return id === null ? WSAEINVAL : activeProviders(process, ({ NSProviderId }) => NSProviderId === id);
}

/** Starts the active providers that `isMeant` accepts. Returns them in order. */
export function activeProviders(
  process: Process,
  isMeant: (entry: StartedNameSpace["entry"]) => boolean = () => true,
): StartedNameSpace[] {
  const spaces = nameSpacesIn(process);
  return spaces.entries.flatMap((entry) => (entry.fActive && isMeant(entry) ? (spaces.start(entry) ?? []) : []));
}

/**
 * Asks each provider. Returns 0 if one of them succeeds; otherwise the first code other than WSAEOPNOTSUPP, which a
 * provider reports for a function that it lacks.
 */
export function askAll(providers: readonly StartedNameSpace[], ask: (provider: StartedNameSpace) => number): number {
  const codes = providers.map(ask);
  return codes.includes(0) ? 0 : (codes.find((code) => code !== WSAEOPNOTSUPP) ?? WSAEOPNOTSUPP);
}
