/** Returns the time in epoch milliseconds, by the clock with which Next.js dates its entries. */
export function readClock(): number {
  return Math.round(performance.timeOrigin + performance.now())
}
