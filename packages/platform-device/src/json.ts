/**
 * Formats arguments as a JSON array. A value without a form in JSON, such as a bigint or a cycle, becomes text.
 * @data
 */
export function json(args: readonly unknown[]): string {
  try {
    return JSON.stringify(args);
  } catch {
    return JSON.stringify(args.map(String));
  }
}
