import { expect, it } from 'vitest'
import { listFunctions, listMethods } from '../support/language-service.ts'
import { readSource } from './project.ts'
import { codesIn, tableIn } from './tables.ts'

// The table of docs/functions.md names each call that has no form with the suffix `Sync`.
const rows = tableIn(readSource('docs/functions.md').text, ['call', 'why']) ?? []
const without = rows.filter(([, why]) => why !== 'they are synchronous').flatMap(([call = '']) => codesIn(call))
const synchronous = rows.filter(([, why]) => why === 'they are synchronous').flatMap(([call = '']) => codesIn(call))

const calls = new Map([...listFunctions('src/index.ts'), ...listMethods('src/index.ts', 'Cachetta')])
const names = [...calls.keys()]

it('each asynchronous call has its synchronous form, or is in the table of those without', { timeout: 60_000 }, () => {
  const asynchronous = names.filter((name) => calls.get(name)?.isAsync)
  expect(asynchronous.length).toBeGreaterThan(12)
  expect(asynchronous.filter((name) => !calls.has(`${name}Sync`)).sort()).toEqual(without.sort())
})

it('each synchronous form has its asynchronous one, and returns no promise', () => {
  const forms = names.filter((name) => name.endsWith('Sync'))
  expect(forms.length).toBeGreaterThan(8)
  expect(forms.filter((name) => calls.get(name)?.isAsync)).toEqual([])
  expect(forms.filter((name) => !calls.has(name.slice(0, -'Sync'.length)))).toEqual([])
})

it('what the table calls synchronous returns no promise', () => {
  expect(synchronous.map((name) => calls.get(name)?.isAsync)).toEqual(synchronous.map(() => false))
})

it('the verbs of a synchronous function are those of an asynchronous one', () => {
  const list = (type: string) => [...listMethods('src/index.ts', type).keys()].sort()
  expect(list('SyncVerbs')).toEqual(list('AsyncVerbs'))
})
