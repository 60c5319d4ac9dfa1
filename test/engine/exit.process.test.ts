import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import { runJob, startJob } from './support/processes.ts'

const cases = [
  { kind: 'async', more: {}, computed: 1 },
  { kind: 'sync', more: {}, computed: 1 },
  { kind: 'async', more: { lruSize: 10 }, computed: 1 },
  { kind: 'async', more: { duration: 1, staleDuration: '1h' }, computed: 2 },
  { kind: 'sync', more: { duration: 1, staleDuration: '1h' }, computed: 2 },
]

describe('a process', () => {
  it.each(cases)(
    'ends after its last call, and has stored its values ($kind, $more)',
    async ({ kind, more, computed }) => {
      const options = { path: join(temporaryDirectory(), 'entry.json'), ...more }
      const worker = startJob('callAndEnd', { options, kind })
      const returned = await worker.waitForLine('returned')
      expect(await worker.exited).toBe(0)
      expect(returned).toMatch(/^returned 1 1 /)
      expect(Date.now() - Number(returned.split(' ')[3])).toBeLessThan(1_500)
      expect(worker.lines.at(-1)).toBe(`computed ${computed}`)
      const found = await runJob('lookup', { options: { ...options, duration: '1h' } })
      expect(JSON.parse(found)).toMatchObject({ value: computed })
    },
  )
})
