/**
 * `inner` with some members replaced or added. The others are read when they are used, so that a getter is not called
 * early, and their methods are called on `inner`, so that a class with private members works.
 */
export function overridden<T extends object, M extends object>(inner: T, members: M & Partial<T>): T & M {
  return new Proxy(Object.create(inner), {
    get(_, key) {
      if (key in members) return Reflect.get(members, key);
      const value = Reflect.get(inner, key);
      return typeof value === "function" ? value.bind(inner) : value;
    },
  });
}
