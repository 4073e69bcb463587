/** Thrown if a case needs a function that the target does not export. Such a case counts as accepted. */
export class NotExported extends Error {
  constructor(name: string) {
    super(`function not exported: ${name}`);
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
