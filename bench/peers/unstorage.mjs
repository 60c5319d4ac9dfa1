import { createStorage } from 'unstorage'
import fsDriver from 'unstorage/drivers/fs'

export function createDisk(directory) {
  const storage = createStorage({ driver: fsDriver({ base: directory }) })
  return {
    read: (id) => storage.getItem(`user-${id}.json`),
    write: (id, value) => storage.setItem(`user-${id}.json`, value),
  }
}
