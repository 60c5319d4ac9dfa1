// A value that `writeCache` stores must match the schema of the cache, or no read would return it.

import type { Engine } from '../../engine/engine.ts'
import type { Schema } from '../../engine/request/schema.ts'
import { applySchema, applySchemaSync } from '../../engine/request/schema.ts'
import { InvalidOptionError, messageOf, UnsafeTypeError } from '../../errors.ts'

/** Resolves with what the schema makes of the value. The schema must accept that, too. Rejects with `UnsafeTypeError`. */
export async function checkWritten(engine: Engine, schema: Schema, value: unknown): Promise<unknown> {
  try {
    const output = await applySchema(engine, schema, value)
    await applySchema(engine, schema, output)
    return output
  } catch (cause) {
    return refuseWritten(cause)
  }
}

/** The synchronous twin of {@link checkWritten}. Throws `InvalidOptionError` for a schema that returns a promise. */
export function checkWrittenSync(schema: Schema, value: unknown): unknown {
  try {
    const output = applySchemaSync(schema, value)
    applySchemaSync(schema, output)
    return output
  } catch (cause) {
    return refuseWritten(cause)
  }
}

function refuseWritten(cause: unknown): never {
  if (cause instanceof InvalidOptionError) throw cause
  throw new UnsafeTypeError(`value: it does not match the schema (${messageOf(cause)}); write a value that matches`, {
    cause,
  })
}
