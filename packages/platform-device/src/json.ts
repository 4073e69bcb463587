/**
 * What JSON has no form for, a bigint or a cycle, goes as text.
 * @data
 */
export function json(args: readonly unknown[]): string {
  try {
    return JSON.stringify(args);
  } catch {
    return JSON.stringify(args.map(String));
  }
}
