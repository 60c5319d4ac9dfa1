import cacache from 'cacache'

export function createDisk(directory) {
  return {
    read: async (id) => JSON.parse((await cacache.get(directory, `user-${id}`)).data),
    write: (id, value) => cacache.put(directory, `user-${id}`, JSON.stringify(value)),
  }
}
