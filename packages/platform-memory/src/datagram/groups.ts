/** The multicast groups that a socket has joined; sockets that have joined none share one. */
export class Groups {
  constructor(private readonly joined: readonly string[] = []) {}

  has(group: string): boolean {
    return this.joined.includes(group);
  }

  with(group: string): Groups {
    return new Groups([...this.joined, group]);
  }

  without(group: string): Groups {
    return new Groups(this.joined.filter((joined) => joined !== group));
  }
}

/** Those of a new socket. */
export const NO_GROUPS = /* @__PURE__ */ new Groups();
