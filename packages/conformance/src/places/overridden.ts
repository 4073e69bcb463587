/**
 * `inner` with some members replaced or added. A check may assign others later. The rest is read when it is used, so
 * that a getter is not called early, and its methods are called on `inner`, so that a class with private members works.
 */
export function overridden<T extends object, M extends object>(inner: T, members: M & Partial<T>): T & M {
  const own = Object.create(inner, Object.getOwnPropertyDescriptors(members));
  return new Proxy(own, {
    get(_, key) {
      if (Object.getOwnPropertyDescriptor(own, key) !== undefined) return Reflect.get(own, key);
      const value = Reflect.get(inner, key);
      return typeof value === "function" ? value.bind(inner) : value;
    },
  });
}
