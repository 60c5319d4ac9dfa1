import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Returns what a call returns, or the name and the message of its error. */
export async function outcomeOf(call) {
  try {
    return await call()
  } catch (error) {
    return `${error.name}: ${error.message}`
  }
}

/** Lists the files under a directory, by their paths below it. */
export function filesUnder(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((file) => !file.isDirectory())
    .map((file) => relative(directory, join(file.parentPath, file.name)))
    .sort()
}

/** Maps each member of an object to what a function makes of it. */
export async function mapMembers(members, transform) {
  const results = {}
  for (const [name, member] of Object.entries(members)) results[name] = await transform(member, name)
  return results
}
