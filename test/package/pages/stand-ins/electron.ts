// Stands in for Electron: both processes are this one, and a message is a structured clone.
export const userData: { path: string } = { path: '' }
export const windows: string[] = []
const listeners = new Map<string, (event: object, ...args: unknown[]) => unknown>()

export const app: object = {
  whenReady: async () => {},
  getPath: () => userData.path,
  getAppPath: () => userData.path,
}

export const ipcMain: object = {
  handle: (channel: string, listener: (event: object, ...args: unknown[]) => unknown) =>
    listeners.set(channel, listener),
}

export const ipcRenderer: object = {
  invoke: async (channel: string, ...args: unknown[]) => {
    return structuredClone(await listeners.get(channel)?.({}, ...structuredClone(args)))
  },
}

export const contextBridge: object = {
  exposeInMainWorld: (name: string, api: object) => Object.assign(globalThis, { [name]: api }),
}

export class BrowserWindow {
  async loadFile(file: string): Promise<void> {
    windows.push(file)
  }
}
