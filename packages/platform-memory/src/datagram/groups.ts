/** The multicast groups that a socket has joined. */
export class Groups {
  #joined: string[] = [];

  has(group: string): boolean {
    return this.#joined.includes(group);
  }

  /** False if it was joined already. */
  join(group: string): boolean {
    if (this.has(group)) return false;
    this.#joined.push(group);
    return true;
  }

  /** False if it was not joined. */
  leave(group: string): boolean {
    const before = this.#joined.length;
    this.#joined = this.#joined.filter((joined) => joined !== group);
    return this.#joined.length < before;
  }
}
