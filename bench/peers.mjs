import { existsSync } from 'node:fs'

/** Loads adapters of peers/ by name. Skips an adapter whose library is not installed, and prints a line about it. */
export async function loadPeers(names) {
  const adapters = await Promise.all(names.map(async (name) => ({ name, ...(await loadAdapter(name)) })))
  return adapters.filter(({ isMissing }) => !isMissing)
}

async function loadAdapter(name) {
  try {
    return await import(`./peers/${name}.mjs`)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    return reportMissing(name)
  }
}

/** Returns the names of adapters whose package is installed, for adapters that a page loads. `packages`: package by adapter. */
export function findInstalled(packages) {
  return Object.keys(packages).filter((name) => {
    const isInstalled = existsSync(new URL(`./peers/node_modules/${packages[name]}`, import.meta.url))
    if (!isInstalled) reportMissing(name)
    return isInstalled
  })
}

function reportMissing(name) {
  console.error(`${name} is not installed and is skipped`)
  return { isMissing: true }
}
