type Members = ReadonlyMap<PropertyKey, PropertyDescriptor>;

/** The language's own objects. A program must not change their members. */
const BUILT_IN: readonly string[] = [
  ...["Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "Math", "JSON", "Reflect"],
  ...["Map", "Set", "WeakMap", "WeakSet", "Promise", "RegExp", "Date", "Error", "TypeError", "RangeError"],
  ...["ArrayBuffer", "DataView", "Uint8Array", "Int8Array", "Uint16Array", "Uint32Array", "Int32Array", "Proxy"],
];

/**
 * Records the present globals. Returns a function that lists the globals changed since its last call: "cache" for a
 * new global, "Array.prototype.last" for a member of the language's own objects.
 */
export function watchGlobals(): () => readonly string[] {
  const owners = [["", globalThis] as const, ...BUILT_IN.flatMap(ownersOf)];
  // Node makes some of its globals, and `Symbol(undici.globalDispatcher.1)`, when a descriptor is first read. Reading
  // all once makes them now, so that they are not reported as changes later.
  for (const [, owner] of owners) membersOf(owner);
  const known = owners.map(([, owner]) => membersOf(owner));
  return () =>
    owners.flatMap(([path, owner], i) => {
      const now = membersOf(owner);
      const changed = differing(known[i], now).map((key) => path + String(key));
      known[i] = now;
      return changed;
    });
}

function ownersOf(name: string): (readonly [path: string, owner: object])[] {
  const value = (globalThis as unknown as Record<string, object | undefined>)[name];
  if (value === undefined) return [];
  const { prototype } = value as { prototype?: object };
  return prototype === undefined
    ? [[`${name}.`, value]]
    : [
        [`${name}.`, value],
        [`${name}.prototype.`, prototype],
      ];
}

function membersOf(owner: object): Members {
  return new Map(Reflect.ownKeys(owner).map((key) => [key, Object.getOwnPropertyDescriptor(owner, key) ?? {}]));
}

/** The keys that were added, removed, or have another value. An accessor may become a value: engines do that. */
function differing(before: Members, now: Members): PropertyKey[] {
  const gone = [...before.keys()].filter((key) => !now.has(key));
  const changed = [...now.keys()].filter((key) => {
    const [old, current] = [before.get(key), now.get(key)];
    return old === undefined || (old.get === undefined && !Object.is(old.value, current?.value));
  });
  return [...gone, ...changed];
}
