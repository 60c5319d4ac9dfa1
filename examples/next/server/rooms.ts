import { randomUUID } from 'node:crypto'
import { cacheLife, cacheTag, unstable_cache } from 'next/cache'

/** The three ways in which Next.js caches data. Each value is new when it is computed, so that a page shows whether it was. */
export const readEquipment = unstable_cache(async (name: string) => `${name}-${randomUUID()}`, ['equipment'], {
  tags: ['rooms'],
  revalidate: 3_600,
})

export async function readSeats(name: string): Promise<string> {
  'use cache'
  cacheTag('rooms')
  cacheLife('hours')
  return `${name}-${randomUUID()}`
}

/** From another service. Without one, a route of this application answers. */
export async function readWeather(): Promise<string> {
  const url = process.env.WEATHER_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3_000}/api/weather`
  const response = await fetch(url, { next: { tags: ['weather'], revalidate: 3_600 } })
  return response.text()
}
