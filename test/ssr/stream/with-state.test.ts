import { PassThrough, Writable } from 'node:stream'
import { describe, expect, test, vi } from 'vitest'
import { prefetch } from '../../../src/index.ts'
import { withState } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { createDeferred, flushPromises } from '../../support/deferred.ts'

/** The stream that React writes to. */
type Destination = Writable & { flush(): void }

/** A page as React writes it into a stream of Node: it pauses when the stream is full, and continues on `drain`. */
function pageInNode(flushes: readonly (readonly string[])[]) {
  const left = [...flushes]
  let isFlowing = false
  const page = {
    written: 0,
    pipe(destination: Destination): Destination {
      const flow = () => {
        if (isFlowing) return
        isFlowing = true
        while (left.length > 0 && isFlowing) {
          for (const chunk of left.shift() ?? []) isFlowing = destination.write(Buffer.from(chunk)) && isFlowing
          page.written += 1
          destination.flush()
        }
        if (left.length === 0) destination.end()
      }
      flow()
      destination.on('drain', flow)
      return destination
    },
  }
  return page
}

/** A page as React writes it into a Web stream: one flush per read, and all but the first after `ready`. */
function pageForWeb(flushes: readonly (readonly string[])[], ready: Promise<unknown> = Promise.resolve()) {
  const left = [...flushes]
  const page = { written: 0, cancelled: vi.fn() }
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (page.written > 0) await ready
        const flush = left.shift()
        if (flush === undefined) return controller.close()
        page.written += 1
        for (const chunk of flush) controller.enqueue(new TextEncoder().encode(chunk))
      },
      cancel: page.cancelled,
    },
    { highWaterMark: 0 },
  )
  return Object.assign(page, { stream })
}

async function scopeWith(...keys: string[]) {
  const scope = createTestCache().cache.scope()
  for (const key of keys) await prefetch(scope, key, () => `data of ${key}`)
  return scope
}

const megabyte = Array.from({ length: 16 }, (_, index) => ['<p>', String(index).repeat(65_536), '</p>'])
const whole = megabyte.flat().join('')

describe('a page piped to a stream of Node', () => {
  /** A destination that takes one write each time the test calls it. */
  function slow(options: object = {}) {
    const takes: (() => void)[] = []
    const parts: Buffer[] = []
    const destination = new Writable({
      ...options,
      write(chunk, _encoding, taken) {
        parts.push(chunk)
        takes.push(taken)
      },
    })
    return { destination, takes, text: () => Buffer.concat(parts).toString() }
  }

  test('is written no faster than its destination takes it', async () => {
    const page = pageInNode(megabyte)
    const { destination, takes, text } = slow()
    withState(await scopeWith('a'), page).pipe(destination as Destination)
    await flushPromises()
    expect(page.written).toBe(1)
    for (let taken = 0; !destination.writableFinished && taken < 100; taken += 1) {
      expect(page.written).toBeLessThanOrEqual(taken + 2)
      takes.shift()?.()
      await flushPromises()
    }
    expect(text().replace(/<script>.*?<\/script>/, '')).toBe(whole)
  })

  test('continues if its destination never reports that it is full', async () => {
    const parts: Uint8Array[] = []
    const on = vi.fn()
    const end = createDeferred()
    const destination = { write: (part: Uint8Array) => parts.push(part) > 0, end: () => end.resolve(undefined), on }
    withState(await scopeWith(), pageInNode(megabyte)).pipe(destination as never)
    await end.promise
    expect(Buffer.concat(parts).toString()).toBe(whole)
  })

  test('flushes a destination that buffers, for example a compression, with each flush', async () => {
    const destination = Object.assign(new PassThrough(), { flush: vi.fn() })
    expect(withState(await scopeWith(), pageInNode([['<p>'], ['</p>']])).pipe(destination)).toBe(destination)
    expect(destination.flush).toHaveBeenCalledTimes(2)
  })

  test('has no state in the middle of one flush', async () => {
    const { destination, text, takes } = slow()
    withState(await scopeWith('a'), pageInNode([['<ma', 'in cla', 'ss="">'], ['</main>']])).pipe(
      destination as Destination,
    )
    takes.shift()?.()
    await flushPromises()
    expect(text()).toMatch(/^<script>.*<\/script><main class=""><\/main>$/)
  })

  test('is complete if its source ends without a flush', async () => {
    const destination = new PassThrough()
    const page = { pipe: (to: Writable) => to.write('<p>') && to.end() }
    withState(await scopeWith('a'), page).pipe(destination as never)
    expect(await destination.setEncoding('utf8').toArray()).toEqual([expect.stringMatching(/<\/script><p>$/)])
  })

  test('emits `close` and `error`, and destroys its destination, when React destroys the stream', async () => {
    const destination = new PassThrough()
    const [closed, failed] = [vi.fn(), vi.fn()]
    let through: Writable | undefined
    const page = {
      pipe(to: Writable) {
        through = to.on('close', closed).on('error', failed) && to
        return to
      },
    }
    withState(await scopeWith(), page).pipe(destination)
    through?.destroy(new Error('gone'))
    await flushPromises()
    expect([closed, failed].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
    expect(destination.destroyed).toBe(true)
  })
})

describe('a page read from a Web stream', () => {
  test('is written no faster than it is read', async () => {
    const page = pageForWeb(megabyte, new Promise(() => {}))
    const reader = withState(await scopeWith('a'), page.stream).getReader()
    await flushPromises()
    expect(page.written).toBe(0)
    const { value } = await reader.read()
    expect(Buffer.from(value ?? []).toString()).toContain(megabyte[0]?.join(''))
    await reader.cancel('enough')
    await flushPromises()
    expect(page.cancelled).toHaveBeenCalledExactlyOnceWith('enough')
  })

  test('has no state in the middle of one flush, and is otherwise the same', async () => {
    const page = pageForWeb([['<ma', 'in cla', 'ss="">'], ...megabyte, ['</main>']])
    const text = await new Response(withState(await scopeWith('a'), page.stream)).text()
    expect(text).toMatch(/^<script>.*?<\/script><main class="">/)
    expect(text.replace(/<script>.*?<\/script>/, '')).toBe(`<main class="">${whole}</main>`)
  })

  test('has whole flushes as its chunks, even if the source passes its chunks one after the other', async () => {
    const page = pageForWeb([['<ma', 'in cla', 'ss="', '">'], ['</main>']])
    const scope = await scopeWith('a')
    const handed = page.stream.pipeThrough(new TransformStream<Uint8Array, Uint8Array>())
    const reader = withState(scope, handed).getReader()
    const { value } = await reader.read()
    expect(Buffer.from(value ?? []).toString()).toMatch(/<main class="">/)
    await reader.cancel()
  })

  test('fails if its source fails, and keeps the other properties of the stream', async () => {
    const failing = new ReadableStream({ pull: (controller) => controller.error(new Error('broken')) })
    await expect(new Response(withState(await scopeWith(), failing)).text()).rejects.toThrow('broken')
    const allReady = Promise.resolve()
    const page = withState(await scopeWith(), Object.assign(pageForWeb([]).stream, { allReady }))
    expect(page.allReady).toBe(allReady)
  })
})

describe('the place of the first state', () => {
  test.each([
    ['<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><meta name="a"/>', '<title>t</title></head>'],
    ['<!DOCTYPE html><html><head>', '<script src="a"></script></head>'],
    ['<!DOCTYPE html><html>', '<body></body></html>'],
    ['', '<header>no head</header>'],
    ['<!DOCTYPE html><html><head>', '<metal></metal></head>'],
    ['', 'a text'],
  ])('is behind %j', async (before, after) => {
    const text = await new Response(withState(await scopeWith('a'), pageForWeb([[before + after]]).stream)).text()
    expect(text.replace(/<script>\(self.*?<\/script>/, '|')).toBe(`${before}|${after}`)
  })
})

test('accepts only a scope', () => {
  const { cache } = createTestCache()
  expect(() => withState(cache, pageForWeb([]).stream)).toThrow(/accepted is the result of cache.scope\(\)/)
})
