/** Whether bytes can be a bundle's text: UTF-8 without a NUL. An image of bytecode is not, even a damaged one. */
export function isSourceText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
