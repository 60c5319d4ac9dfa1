// Like AsyncStorage: each method returns a promise, and values are texts. The host keeps the items.
const answer = (value) => new Promise((resolve) => setTimeout(() => resolve(value), 1))
const { items } = globalThis.host

// biome-ignore lint/style/noDefaultExport: as in the package
export default {
  getItem: (name) => answer(items[name] ?? null),
  setItem: (name, text) => answer(void Object.assign(items, { [name]: text })),
  removeItem: (name) => answer(void delete items[name]),
  getAllKeys: () => answer(Object.keys(items)),
}
