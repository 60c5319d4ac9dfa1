const items = new Map<string, string>()

/** Stands in for AsyncStorage, which answers later. */
const AsyncStorage = {
  getItem: async (key: string): Promise<string | null> => items.get(key) ?? null,
  setItem: async (key: string, text: string): Promise<void> => void items.set(key, text),
  removeItem: async (key: string): Promise<void> => void items.delete(key),
  getAllKeys: async (): Promise<readonly string[]> => [...items.keys()],
}

// biome-ignore lint/style/noDefaultExport: as in the package
export default AsyncStorage
