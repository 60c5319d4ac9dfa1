// The libraries that users bring: schemas and loggers. They are loaded only by the commands that need them.
import { type } from 'arktype'
import pino from 'pino'
import * as v from 'valibot'
import winston from 'winston'
import * as z from 'zod'

export const zod = z.object({ id: z.number(), role: z.string() })
export const valibot = v.object({ id: v.number(), role: v.string() })
export const arktype = type({ id: 'number', role: 'string' })
export { pino, winston }
