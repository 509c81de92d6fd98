/**
 * What `@peculiar/x509` expects to find on `Reflect` before it loads: a store of metadata for its dependency injection.
 * Import this file first, for its effect. Where the real `reflect-metadata` is present it is left alone.
 */
type Key = object | string | symbol
type Store = Map<unknown, unknown>

const stores = new WeakMap<object, Store>()

function get(key: Key, target: object): unknown {
  for (
    let at: object | null = target;
    at !== null;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    const store = stores.get(at)
    if (store?.has(key) === true) return store.get(key)
  }
  return undefined
}

function define(key: Key, value: unknown, target: object): void {
  const store = stores.get(target) ?? new Map<unknown, unknown>()
  stores.set(target, store.set(key, value))
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    getMetadata: get,
    getOwnMetadata: (key: Key, target: object) => stores.get(target)?.get(key),
    defineMetadata: define,
  })
}
