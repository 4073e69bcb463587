/** A host that cannot be built for a reason that its user can remove: the message says how. */
export class HostError extends Error {
  override readonly name = "HostError";
}
