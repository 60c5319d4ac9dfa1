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
    console.error(`${name} is not installed, and is left out`)
    return { isMissing: true }
  }
}
