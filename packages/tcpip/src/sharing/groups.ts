import {
  type GROUP,
  type GUID,
  type ProviderImports,
  SG_CONSTRAINED_GROUP,
  SG_UNCONSTRAINED_GROUP,
  sockaddrHost,
  sockaddrScope,
  WSAEINVAL,
} from "@ws2kit/spi";
import type { Socket } from "../socket/socket.js";
import type { SocketGroups } from "../socket/tcpip.js";

/** A socket group. It exists until its last member has closed. */
interface Group {
  readonly ProviderId: GUID;
  readonly isConstrained: boolean;
  readonly type: number;
  readonly protocol: number;
  /** The host of all connections of a constrained group; `null` until one is made or under way. */
  destination: string | null;
  /** Whether a connected member has closed: then the destination stays. */
  isFixed: boolean;
  /** The members that are connected or connecting. */
  readonly aimed: Set<Socket>;
  members: number;
}

/** The groups of one machine: ids are unique across its processes, and never 0, 1 or 2. Source: WSPSocket (1997). */
export class Groups implements SocketGroups {
  readonly #groups = new Map<GROUP, Group>();
  #next: GROUP = 0x100;

  /** Adds `socket` to the group `g`, or to a new group. Returns 0 or the code. */
  enter(socket: Socket, g: GROUP): number {
    const isNew = g === SG_UNCONSTRAINED_GROUP || g === SG_CONSTRAINED_GROUP;
    const group = isNew ? this.#make(socket, g === SG_CONSTRAINED_GROUP) : this.#groups.get(g);
    if (group === undefined || !accepts(group, socket)) return WSAEINVAL;
    socket.group = isNew ? this.#next : g;
    if (isNew) this.#groups.set(this.#next++, group);
    socket.membership = this;
    group.members++;
    return 0;
  }

  leave(socket: Socket): void {
    const group = this.#of(socket);
    if (group === undefined) return;
    if (socket.isConnected) group.isFixed = true;
    this.missed(socket);
    if (--group.members === 0) this.#groups.delete(socket.group as GROUP);
    socket.group = 0;
  }

  /**
   * Returns whether `socket` may connect to `name`. The first member of a constrained group sets the destination of the
   * group; `missed` undoes that. Source: groups/constrained/one-destination.
   */
  aim(socket: Socket, name: Uint8Array): boolean {
    const group = this.#of(socket);
    if (group === undefined || !group.isConstrained) return true;
    const host = hostOf(name);
    if ((group.destination ?? host) !== host) return false;
    group.destination = host;
    group.aimed.add(socket);
    return true;
  }

  /** Called when a member's connect has failed: it does not set the destination. */
  missed(socket: Socket): void {
    const group = this.#of(socket);
    group?.aimed.delete(socket);
    if (group?.aimed.size === 0 && !group.isFixed) group.destination = null;
  }

  #of({ group }: Socket): Group | undefined {
    return group === undefined ? undefined : this.#groups.get(group);
  }

  #make(socket: Socket, isConstrained: boolean): Group {
    const { ProviderId, iSocketType: type, iProtocol: protocol } = socket.info;
    return {
      ProviderId,
      isConstrained,
      type,
      protocol,
      destination: null,
      isFixed: false,
      aimed: new Set(),
      members: 0,
    };
  }
}

function accepts(group: Group, socket: Socket): boolean {
  // groups/one-provider
  if (group.ProviderId !== socket.info.ProviderId) return false;
  if (!group.isConstrained) return true;
  return socket.isStream && group.type === socket.info.iSocketType && group.protocol === socket.info.iProtocol;
}

/**
 * The host of an address, for "the same address on the same host": without port, padding, flow information and length.
 */
function hostOf(name: Uint8Array): string {
  return `${sockaddrHost(name)}%${sockaddrScope(name)}`;
}

/** The groups of the machine on which this process runs. */
export function groupsOf(ProviderId: GUID): (imports: ProviderImports) => Groups {
  return (imports) => imports.shared(`${ProviderId} groups`, () => new Groups());
}
