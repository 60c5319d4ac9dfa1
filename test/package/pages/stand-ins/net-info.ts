type Listener = (state: { isConnected: boolean | null }) => void

const listeners = new Set<Listener>()

/** Stands in for NetInfo. A test changes the state. */
const NetInfo: { addEventListener(listener: Listener): () => void; change(isConnected: boolean): void } = {
  addEventListener(listener) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  change(isConnected) {
    for (const listener of listeners) listener({ isConnected })
  },
}

// biome-ignore lint/style/noDefaultExport: as in the package
export default NetInfo
