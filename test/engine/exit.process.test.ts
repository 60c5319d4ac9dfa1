import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../store/file/processes.ts'
import { runJob, startJob } from './support/processes.ts'

const ways = [
  { way: 'async', more: {}, computed: 1 },
  { way: 'sync', more: {}, computed: 1 },
  { way: 'async', more: { lruSize: 10 }, computed: 1 },
  { way: 'async', more: { duration: 1, staleDuration: '1h' }, computed: 2 },
  { way: 'sync', more: { duration: 1, staleDuration: '1h' }, computed: 2 },
]

describe('a process', () => {
  it.each(ways)(
    'ends by itself after its last call ($way, $more), with what it owes stored',
    async ({ way, more, computed }) => {
      const options = { path: join(temporaryDirectory(), 'entry.json'), ...more }
      const worker = startJob('answerAndEnd', { options, way })
      const answered = await worker.waitForLine('answered')
      expect(await worker.exited).toBe(0)
      expect(answered).toMatch(/^answered 1 1 /)
      expect(Date.now() - Number(answered.split(' ')[3])).toBeLessThan(1_500)
      expect(worker.lines.at(-1)).toBe(`computed ${computed}`)
      const found = await runJob('look', { options: { ...options, duration: '1h' } })
      expect(JSON.parse(found)).toMatchObject({ value: computed })
    },
  )
})
