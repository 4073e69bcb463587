import { MIB } from "./workload.js";

export function mib(bytes: number, digits = 1): string {
  return (bytes / MIB).toFixed(digits);
}

export function kib(bytes: number | null): string {
  return bytes === null ? "–" : `${Math.round(bytes / 1024).toLocaleString("en")} KiB`;
}

export function count(n: number): string {
  return n.toLocaleString("en");
}

export function milliseconds(ms: number | null): string {
  return ms === null ? "–" : ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
}
