import { existsSync } from 'node:fs'

/** Loads the adapters of peers/ by name; those whose library is not installed are left out, and a line says so. */
export async function peers(names) {
  const found = await Promise.all(names.map(async (name) => ({ name, ...(await adapter(name)) })))
  return found.filter(({ isMissing }) => !isMissing)
}

async function adapter(name) {
  try {
    return await import(`./peers/${name}.mjs`)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    return leaveOut(name)
  }
}

/** The same for those that a page loads: `names` are the packages' by the names of their adapters. */
export function installed(packages) {
  return Object.keys(packages).filter((name) => {
    const isThere = existsSync(new URL(`./peers/node_modules/${packages[name]}`, import.meta.url))
    if (!isThere) leaveOut(name)
    return isThere
  })
}

function leaveOut(name) {
  console.error(`${name} is not installed, and is left out`)
  return { isMissing: true }
}
