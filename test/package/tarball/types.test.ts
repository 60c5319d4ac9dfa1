import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const fixtures = join(import.meta.dirname, 'fixtures')

// `npm run compatibility` compiles these programs with each release of TypeScript.
const compiledPrograms = readdirSync(fixtures).filter((file) => /\.tsx?$/.test(file))

test('the programs that each compiler compiles use every door of the package', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const doors = Object.keys(exports).filter((door) => !door.endsWith('.json'))
  const text = compiledPrograms.map((file) => readFileSync(join(fixtures, file), 'utf8')).join('\n')
  expect(doors.length).toBeGreaterThan(4)
  expect(doors.filter((door) => !text.includes(` from 'cachetta${door.slice(1)}'`))).toEqual([])
})
