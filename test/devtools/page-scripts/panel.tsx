// A page with the panel, over IndexedDB. A test in Node controls it through `app`.
import type { ReactNode } from 'react'
import { memo, useState } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { CachettaDevtools } from '../../../src/devtools-production.ts'
import { Cachetta, writeCache } from '../../../src/index.ts'
import { createOutbox } from '../../../src/outbox.ts'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'

export interface App {
  /** Writes this many entries. */
  write(count: number): Promise<void>
  /** Mounts this many components with new keys, a few in each frame. Resolves once all show their data. */
  mount(count: number): Promise<void>
  /** Adds a mutation that the server refuses. */
  refuseNote(): Promise<void>
  /** The durations of the tasks of 50 ms or more since the last call. */
  takeLongTasks(): readonly number[]
}

const cache = new Cachetta({ path: 'app' })
let requests = 0
const outbox = createOutbox(cache, {
  addNote: {
    send: async (_text: string) => {
      requests += 1
      throw Object.assign(new Error(`refused, request ${requests}`), { status: 422 })
    },
  },
})
const withPanel = !location.search.includes('none')
let show: (first: number, count: number) => void = () => {}
let mounted = 0
let longTasks: number[] = []

const Name = memo(function Name({ id }: { readonly id: number }): ReactNode {
  const { data } = useCachetta<string>(['user', id], async () => `User ${id}`)
  return <span>{data ?? 'nothing'} </span>
})

function Names(): ReactNode {
  const [{ count, first }, set] = useState({ first: 1, count: 0 })
  show = (newFirst, newCount) => set({ first: newFirst, count: newCount })
  return Array.from({ length: count }, (_, index) => first + index).map((id) => <Name key={id} id={id} />)
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
const observer = new PerformanceObserver((list) => keep(list.getEntries()))
observer.observe({ type: 'longtask' })

function keep(entries: readonly PerformanceEntry[]): void {
  longTasks.push(...entries.map(({ duration }) => Math.round(duration)))
}

const app: App = {
  async refuseNote() {
    await outbox.addNote('Buy oil').catch(() => {})
  },
  async write(count) {
    for (let id = 1; id <= count; id += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => writeCache(cache, { id: id + index }, 'item', id + index)),
      )
      await nextFrame()
    }
  },
  async mount(count) {
    for (let shown = 5; shown <= count; shown += 5) {
      flushSync(() => show(mounted + 1, shown))
      await nextFrame()
    }
    mounted += count
    while (document.getElementById('root')?.textContent?.includes('nothing')) await nextFrame()
  },
  takeLongTasks() {
    keep(observer.takeRecords())
    const taken = longTasks
    longTasks = []
    return taken
  },
}
Reflect.set(globalThis, 'app', app)

document.title = 'Names'
const names = (
  <main>
    <h1>Names</h1>
    <Names />
  </main>
)
createRoot(document.getElementById('root') as HTMLElement).render(
  <CachettaProvider cache={cache}>
    {withPanel ? (
      <CachettaDevtools cache={cache} outbox={outbox}>
        {names}
      </CachettaDevtools>
    ) : (
      names
    )}
  </CachettaProvider>,
)
