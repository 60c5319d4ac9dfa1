// Entries from the store against the `schema` option. Its result replaces the value.

import type { Entry } from '../../entry/entry.ts'
import { InvalidOptionError } from '../../errors.ts'
import { addressText } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import { matchesVersion } from '../request/policy.ts'
import type { EntryRequest } from '../request/request.ts'
import { applySchema, applySchemaSync } from '../request/schema.ts'
import { reportTrouble } from '../trouble.ts'

/** Resolves with `null` for an entry whose value does not match. An entry of another version is a miss in any case. */
export async function checkEntry(engine: Engine, request: EntryRequest, entry: Entry): Promise<Entry | null> {
  const { schema } = request.policy
  if (!schema || !matchesVersion(entry, request.policy)) return entry
  try {
    return { ...entry, value: await applySchema(engine, schema, entry.value) }
  } catch (error) {
    return refuseEntry(engine, request, error)
  }
}

/** The synchronous twin of {@link checkEntry}. Throws `InvalidOptionError` for a schema that returns a promise. */
export function checkEntrySync(engine: Engine, request: EntryRequest, entry: Entry): Entry | null {
  const { schema } = request.policy
  if (!schema || !matchesVersion(entry, request.policy)) return entry
  try {
    return { ...entry, value: applySchemaSync(schema, entry.value) }
  } catch (error) {
    if (error instanceof InvalidOptionError) throw error
    return refuseEntry(engine, request, error)
  }
}

/** Not a warning: after a change of the application, this is what the schema is for. */
function refuseEntry(engine: Engine, { address, id }: EntryRequest, error: unknown): null {
  engine.emit?.('trouble', { address }, { error })
  const message = `${addressText(address)} counts as missing: it does not match the schema`
  reportTrouble(engine, ['stored schema', id, 'info'], message, error)
  return null
}
