/** A case needs something that is still to come: it counts as accepted until then. */
export class NotBuilt extends Error {
  constructor(what: string) {
    super(`${what}: not built yet`);
  }
}

/** A case needs a function that the target does not export yet. */
export class NotExported extends NotBuilt {
  constructor(name: string) {
    super(name);
    this.message = `function not exported: ${name}`;
  }
}

/** `functions`, with what is asked for and not there made a NotExported. */
export function orNotExported<T extends object>(functions: T): T {
  return new Proxy(functions, {
    get(target, name, receiver) {
      if (!(name in target)) throw new NotExported(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
}
