import type { Waitable } from "@ws2kit/spi";
import type { KernelObject } from "./handle-table.js";

/** A kernel object that can be waited for. */
export interface Signal extends KernelObject {
  readonly isSignalled: boolean;
  /** Called when the object has ended a wait: an auto-reset event resets itself. */
  consume?(): void;
  /** Called each time the object is signalled. */
  watcher: (() => void) | null;
  /** The waits that are registered for it, in order. */
  waits?: readonly { look(): void }[];
}

/** The object behind a handle, if it can be waited for. */
export function isSignal(object: KernelObject | null): object is Signal {
  return (object as Signal | null)?.isSignalled !== undefined;
}

/** A wait for the objects: ready when one of them is signalled, or with `all` when every one is. */
export function awaited(objects: readonly Signal[], all: boolean): Waitable {
  const isSignalled = (object: Signal) => object.isSignalled;
  return { ready: all ? () => objects.every(isSignalled) : () => objects.some(isSignalled) };
}

/** Ends a wait for these objects, which resets auto-reset events. Returns the index of the first signalled object. */
export function takeSignal(objects: readonly Signal[], all: boolean): number {
  const index = objects.findIndex((object) => object.isSignalled);
  for (const object of all ? objects : [objects[index]]) object.consume?.();
  return index;
}
