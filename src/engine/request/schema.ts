// The `schema` option. What the store gives must match it, because an older version of the application may have stored it. What a
// function computes must match it before it is stored. A caller gets what the schema returns, so a hit and a miss look the same.
//
//     computed   value ─→ schema ─→ returned and stored, if the schema accepts its own result
//     stored     entry ─→ schema ─→ returned; an entry that does not match is a miss

import { hasLongTexts } from '#environment'
import { InvalidOptionError } from '../../errors.ts'
import type { Clock } from '../clock.ts'
import { waitForOption } from '../clock.ts'
import { isThenable } from '../thenable.ts'

/**
 * A schema of a library that implements Standard Schema: zod, valibot, arktype and others.
 * See https://standardschema.dev.
 */
export interface StandardSchema<Value = unknown> {
  /** What the libraries have in common. */
  readonly '~standard': {
    /** The version of the interface. */
    readonly version: 1
    /** The name of the library. */
    readonly vendor: string
    /** Returns the value, or what is wrong with it. */
    readonly validate: (value: unknown) => StandardResult<Value> | Promise<StandardResult<Value>>
    /** The types of the schema. They exist for the compiler only. */
    readonly types?: { readonly input: unknown; readonly output: Value } | undefined
  }
}

type StandardResult<Value> =
  | { readonly value: Value; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] }

/** A Standard Schema, or a function that throws for a wrong value, and returns the right one or nothing. */
export type Schema<Value = unknown> =
  | StandardSchema<Value>
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that only throws returns nothing
  | ((value: unknown) => Value | void | Promise<Value | void>)

/** Resolves with what the schema makes of a value. Rejects if the value does not match, or if the schema does not answer. */
export async function applySchema({ clock }: { clock: Clock }, schema: Schema, value: unknown): Promise<unknown> {
  if ('~standard' in schema) return readResult(await waitForOption(clock, schema['~standard'].validate(value)))
  const output = await waitForOption(clock, schema(value))
  return output === undefined ? value : output
}

/** The synchronous twin of {@link applySchema}. Throws `InvalidOptionError` for a schema that returns a promise. */
export function applySchemaSync(schema: Schema, value: unknown): unknown {
  if ('~standard' in schema) return readResult(requireSync(schema['~standard'].validate(value)))
  const output = requireSync(schema(value))
  return output === undefined ? value : output
}

function readResult(result: StandardResult<unknown>): unknown {
  if (result.issues) throw new TypeError(result.issues.map(({ message }) => message).join('; '))
  return result.value
}

function requireSync<Result>(result: Result | PromiseLike<Result>): Result {
  if (!isThenable(result)) return result as Result // it is no promise
  result.then(undefined, () => {})
  throw new InvalidOptionError(
    `schema: it returned a promise${hasLongTexts ? '; a synchronous call cannot wait, use the asynchronous form' : ''}`,
  )
}
