/** A mistake in the options of a project; its message is one sentence for the person who typed them. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}
