/** A chain's member as core tells of it. */
interface Member {
  readonly dwCatalogEntryId: number;
  readonly entry: { readonly szProtocol: string } | null;
  readonly path: string | null;
  readonly isOnMachine: boolean;
}

/** Why an entry of the catalog does not serve a request, or that it does. */
const STAGES: Readonly<Record<string, string>> = {
  layer: "a layer by itself, which serves no socket",
  family: "another address family",
  type: "another socket type",
  protocol: "another protocol",
  match: "the first that serves it",
};

/** Where an entry parts with a request, in words: `stage` is core's. */
export function stageText(stage: string): string {
  return STAGES[stage] ?? stage;
}

/**
 * A chain in words, a line a member, from the application down: who it is, and why it is there. A layer stands on what
 * it was installed over, so the one that came last is on top.
 */
export function chainLines(members: readonly Member[]): string[] {
  return members.map((member, i) => {
    const isBase = i === members.length - 1;
    const name = member.entry === null ? `entry ${member.dwCatalogEntryId}` : member.entry.szProtocol;
    const file = member.path === null ? "" : ` (${member.path})`;
    return `${name}${file}: ${stateOf(member, isBase, members[i + 1])}`;
  });
}

function stateOf(member: Member, isBase: boolean, below: Member | undefined): string {
  if (member.entry === null) return "has left the catalog, so no socket of this chain can be made";
  if (!member.isOnMachine) return "its DLL is not on the machine, so no socket of this chain can be made";
  if (isBase || below === undefined) return "the base provider";
  return `a layer, installed over ${below.entry?.szProtocol ?? `entry ${below.dwCatalogEntryId}`}`;
}
