// What two instances of the example with Next.js must show, over any store.
import { expect, test } from 'vitest'
import type { Instance } from './instances.ts'

/** Next.js answers before it has stored what it rendered. What is read twice alike is stored, because instances keep nothing themselves. */
async function untilStored<T>(read: () => Promise<T>): Promise<T> {
  let last = await read()
  for (;;) {
    const next = await read()
    if (JSON.stringify(next) === JSON.stringify(last)) return next
    last = next
  }
}

/** The page, the response of a route handler, `unstable_cache`, `use cache`, `fetch`, and an image. */
export function testSharedCache(first: Instance, second: Instance): void {
  test('a page that one instance rendered is served by the other', async () => {
    const rendered = await untilStored(() => first.readValues('/rooms/shared'))
    expect(rendered['rendered']).toBeTruthy()
    expect(await second.readValues('/rooms/shared')).toEqual(rendered)
  })

  test('so are the response of a route handler, unstable_cache, use cache and fetch', async () => {
    const response = await untilStored(() => first.read('/api/rooms'))
    expect(await second.read('/api/rooms')).toBe(response)
    const values = await untilStored(() => first.readValues('/rooms'))
    expect(Object.keys(values)).toEqual(['equipment', 'seats', 'weather'])
    expect(await second.readValues('/rooms')).toEqual(values)
  })

  test('a tag that one instance revalidates is new in the other at its next request', async () => {
    const before = await second.readValues('/rooms')
    const pageBefore = await untilStored(() => second.readValues('/rooms/tagged'))
    await first.revalidate('tag=rooms')
    const after = await untilStored(() => second.readValues('/rooms'))
    expect(after['equipment']).not.toBe(before['equipment'])
    expect(after['seats']).not.toBe(before['seats'])
    expect(after['weather']).toBe(before['weather'])
    expect(await first.readValues('/rooms')).toEqual(after)
    const pageAfter = await untilStored(() => second.readValues('/rooms/tagged'))
    expect(pageAfter['rendered']).not.toBe(pageBefore['rendered'])
    expect(await first.readValues('/rooms/tagged')).toEqual(pageAfter)

    await second.revalidate('tag=weather')
    expect((await first.readValues('/rooms'))['weather']).not.toBe(before['weather'])
  })

  test('a tag that is revalidated with a profile is stale in the other: served once more, and new after that', async () => {
    const before = await untilStored(() => second.readValues('/rooms/profile'))
    await first.revalidate('tag=rooms&profile=max')
    expect(await second.readValues('/rooms/profile')).toEqual(before)
    await expect.poll(() => first.readValues('/rooms/profile')).not.toEqual(before)
  })

  test('a tag that a server action updates is new in its own page, and in the other instance', async () => {
    const before = await untilStored(() => second.readValues('/rooms'))
    const shown = await first.submit('/rooms')
    expect(shown['equipment']).toBeTruthy()
    expect(shown['equipment']).not.toBe(before['equipment'])
    expect(shown['weather']).toBe(before['weather'])
    // Next.js revalidates once more when the action has ended, so what it has rendered is not kept.
    const after = await untilStored(() => second.readValues('/rooms'))
    expect(after['equipment']).not.toBe(before['equipment'])
    expect(after['seats']).not.toBe(before['seats'])
    expect(await first.readValues('/rooms')).toEqual(after)
  })

  test('a page of the Pages router that one instance rendered is served by the other', async () => {
    const rendered = await untilStored(() => first.readValues('/plans/shared'))
    expect(rendered['rendered']).toBeTruthy()
    expect(await second.readValues('/plans/shared')).toEqual(rendered)
  })

  test('a path that one instance revalidates is new in the other', async () => {
    const before = await untilStored(() => second.readValues('/rooms/path'))
    const other = await untilStored(() => second.readValues('/rooms/other'))
    const response = await untilStored(() => second.read('/api/rooms'))
    await first.revalidate('path=/rooms/path')
    await first.revalidate('path=/api/rooms')
    const after = await untilStored(() => second.readValues('/rooms/path'))
    expect(after['rendered']).not.toBe(before['rendered'])
    expect(await first.readValues('/rooms/path')).toEqual(after)
    expect(await second.readValues('/rooms/other')).toEqual(other)
    expect(await second.read('/api/rooms')).not.toBe(response)
  })

  test('an image that one instance optimized is served by the other', async () => {
    const path = '/_next/image?url=%2Fplan.png&w=64&q=75'
    const readState = async (instance: Instance) => {
      const response = await instance.fetch(path)
      await response.arrayBuffer()
      return response.headers.get('x-nextjs-cache')
    }
    expect(await readState(first)).toBe('MISS')
    expect(await readState(second)).toBe('HIT')
  })
}
