/** What is known of a promise. */
interface Reading {
  state: 'pending' | 'fulfilled' | 'rejected'
  value?: unknown
}

const readings = new WeakMap<Promise<unknown>, Reading>()

/** Returns what a promise has resolved with, or throws what it has rejected with. Suspends the component until then. */
export function readPromise(promise: Promise<unknown>): unknown {
  const reading = readings.get(promise) ?? startReading(promise)
  if (reading.state === 'pending') throw promise
  if (reading.state === 'rejected') throw reading.value
  return reading.value
}

function startReading(promise: Promise<unknown>): Reading {
  const reading: Reading = { state: 'pending' }
  const settle = (state: Reading['state']) => (value: unknown) => void Object.assign(reading, { state, value })
  readings.set(promise, reading)
  promise.then(settle('fulfilled'), settle('rejected'))
  return reading
}
