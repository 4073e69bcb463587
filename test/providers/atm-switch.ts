import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  WSA_FLAG_MULTIPOINT_C_ROOT,
  WSA_FLAG_MULTIPOINT_D_ROOT,
} from "@ws2kit/spi";

/** An endpoint of a session: a root, a leaf, or the root's descriptor for one leaf. */
export class Endpoint {
  address = 0;
  session: Session | null = null;
  /** The other end of a pair: a leaf, and the root's descriptor for it. */
  partner: Endpoint | null = null;
  isListening = false;
  isNonBlocking = false;
  hasEnded = false;
  readonly arrivals: Endpoint[] = [];
  readonly messages: Uint8Array[] = [];
  /** FD_* that have occurred and were not read yet. */
  events = 0;
  mask = 0;
  /** Signals the selected event. */
  signal: () => void = () => undefined;

  constructor(readonly flags: number) {}

  get isRoot(): boolean {
    return (this.flags & WSA_FLAG_MULTIPOINT_C_ROOT) !== 0;
  }

  get isDataRoot(): boolean {
    return (this.flags & WSA_FLAG_MULTIPOINT_D_ROOT) !== 0;
  }

  happen(event: number): void {
    if ((this.mask & event) === 0) return;
    this.events |= event;
    this.signal();
  }

  /** Whether the session has ended for this endpoint. */
  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.happen(FD_CLOSE);
  }
}

/** A session: its members in the data plane, and its root, if it has one. */
export class Session {
  readonly members: Endpoint[] = [];

  constructor(
    readonly root: Endpoint | null,
    readonly hasRootedData: boolean,
  ) {
    if (root !== null) this.add(root);
  }

  add(endpoint: Endpoint): void {
    endpoint.session = this;
    this.members.push(endpoint);
  }

  /**
   * The receivers of a member: a d_root reaches all members; a d_leaf reaches all members, or only the d_root if the
   * data plane is rooted.
   */
  send(from: Endpoint, bytes: Uint8Array): void {
    for (const member of this.members) {
      if (member === from || (this.hasRootedData && !from.isDataRoot && !member.isDataRoot)) continue;
      member.messages.push(bytes);
      member.happen(FD_READ);
    }
  }

  /** Removes a member. The root's end ends the session for all. */
  leave(endpoint: Endpoint): void {
    const at = this.members.indexOf(endpoint);
    if (at >= 0) this.members.splice(at, 1);
    if (endpoint === this.root) for (const member of this.members) member.end();
  }
}

/** A switch for several hosts, with addresses and sessions. */
export class AtmSwitch {
  readonly #endpoints = new Map<number, Endpoint>();
  readonly #sessions = new Map<number, Session>();

  /** Assigns an address. Returns whether it was free. */
  attach(endpoint: Endpoint, address: number): boolean {
    if (this.#endpoints.has(address)) return false;
    endpoint.address = address;
    this.#endpoints.set(address, endpoint);
    return true;
  }

  /** A root calls a leaf that listens: the root's descriptor for it, or `null` if nobody listens. */
  invite(root: Endpoint, address: number, leafFlags: number, hasRootedData: boolean): Endpoint | null {
    const listener = this.#endpoints.get(address);
    if (listener === undefined || !listener.isListening || listener.isRoot) return null;
    root.session ??= new Session(root, hasRootedData);
    const ours = this.#pair(listener, new Endpoint(leafFlags), new Endpoint(listener.flags), root.session, true);
    root.happen(FD_CONNECT);
    return ours;
  }

  /** A leaf calls a root that listens. `false` if nobody does. */
  call(leaf: Endpoint, address: number, hasRootedData: boolean): boolean {
    const root = this.#endpoints.get(address);
    if (root === undefined || !root.isListening || !root.isRoot) return false;
    root.session ??= new Session(root, hasRootedData);
    this.#pair(root, leaf, new Endpoint(leaf.flags), root.session, false);
    leaf.happen(FD_CONNECT);
    return true;
  }

  /** A leaf joins a session without a root; the first leaf at an address creates the session. */
  join(leaf: Endpoint, address: number, hasRootedData: boolean): void {
    const session = this.#sessions.get(address) ?? new Session(null, hasRootedData);
    this.#sessions.set(address, session);
    session.add(leaf);
    leaf.happen(FD_CONNECT);
  }

  /** Removes an endpoint. The endpoint that is paired with it is notified. */
  remove(endpoint: Endpoint): void {
    if (this.#endpoints.get(endpoint.address) === endpoint) this.#endpoints.delete(endpoint.address);
    for (const arrival of endpoint.arrivals) this.remove(arrival);
    endpoint.session?.leave(endpoint);
    const { partner } = endpoint;
    if (partner === null) return;
    partner.session?.leave(partner);
    partner.end();
  }

  /** Makes a pair of which `theirs` waits at a listener. The remote end of the root's descriptor is the member. */
  #pair(listener: Endpoint, ours: Endpoint, theirs: Endpoint, session: Session, isInvited: boolean): Endpoint {
    ours.partner = theirs;
    theirs.partner = ours;
    session.add(isInvited ? theirs : ours);
    listener.arrivals.push(theirs);
    listener.happen(FD_ACCEPT);
    return ours;
  }
}
