import type { Engine } from '../engine.ts'
import type { Schema } from '../request/schema.ts'
import { applySchema } from '../request/schema.ts'
import type { Flight } from '../slot/slot.ts'
import { endTrouble } from '../trouble.ts'
import { warnNotStored } from './store-result.ts'

/** Returns what the schema makes of a computed value. The schema must accept that, too: what could not come back is not stored. */
export async function conform(engine: Engine, flight: Flight, schema: Schema, computed: unknown): Promise<unknown> {
  let value = computed
  try {
    value = await applySchema(engine, schema, computed)
    await applySchema(engine, schema, value)
    endTrouble(engine, 'schema', flight.request.id)
  } catch (error) {
    flight.isRefused = true
    warnNotStored(engine, flight.request, 'schema', error)
  }
  return value
}
