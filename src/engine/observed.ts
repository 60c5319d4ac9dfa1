import { emit } from '#events'
import type { Engine } from './engine.ts'
import type { Context } from './question.ts'
import type { Flight } from './slots.ts'

/** Computes, and tells how long it took. */
export async function observed(engine: Engine, flight: Flight, context: Context): Promise<unknown> {
  const background = flight.manner.after !== undefined
  const began = engine.clock.now()
  try {
    const value = await flight.job.compute(context)
    emit?.('computed', flight.job.address, { elapsed: engine.clock.now() - began, background })
    return value
  } catch (error) {
    emit?.('failed', flight.job.address, { elapsed: engine.clock.now() - began, background, error })
    throw error
  }
}
