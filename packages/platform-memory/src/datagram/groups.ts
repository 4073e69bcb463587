/** The multicast groups that a socket has joined. */
export class Groups {
  #joined: string[] = [];

  has(group: string): boolean {
    return this.#joined.includes(group);
  }

  /** Joins a group; `false` if the socket is already a member. */
  join(group: string): boolean {
    if (this.has(group)) return false;
    this.#joined.push(group);
    return true;
  }

  /** Leaves a group; `false` if the socket is not a member. */
  leave(group: string): boolean {
    const before = this.#joined.length;
    this.#joined = this.#joined.filter((joined) => joined !== group);
    return this.#joined.length < before;
  }
}
