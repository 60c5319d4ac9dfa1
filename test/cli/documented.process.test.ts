// Runs the commands of docs/command.md in a directory that is made for them, and compares what they print.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../store/file/support/processes.ts'
import { storeEntry } from './support/cache-directory.ts'
import { runCommand } from './support/processes.ts'

const page = readFileSync(new URL('../../docs/command.md', import.meta.url), 'utf8')
const blocks = Array.from(page.matchAll(/```console\n([\s\S]*?)```/g), ([, block = '']) => block)

/** The lines of a block that a user enters, each with what the command then prints. */
function examplesIn(block: string): { line: string; output: string }[] {
  const texts = block.split(/^\$ npx cachetta /m).slice(1)
  return texts.map((text) => ({ line: text.split('\n')[0] ?? '', output: text.slice(text.indexOf('\n') + 1) }))
}

const minute = 60_000
const people = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper', 'Tim Berners-Lee']

/** The cache that the page looks into. */
async function createExample(directory: string): Promise<void> {
  const now = Date.now()
  const inCache = join(directory, 'cache')
  const storedAt = now - 5 * minute
  for (const [index, name] of people.entries()) {
    const id = index + 1
    const value = { id, name, since: new Date(`2026-01-0${id}`) }
    const age = id === 4 ? 9 * 1_440 * minute : 5 * minute
    const file = await storeEntry(inCache, { key: String(id), value, tags: [`user:${id}`], storedAt: now - age })
    if (id === 3) writeFileSync(file, readFileSync(file, 'utf8').replace('"name"', '"nome"'))
    if (id === 1) writeFileSync(file, readFileSync(file, 'utf8').slice(0, 60))
  }
  const hits = Array.from({ length: 40 }, (_, hit) => ({ text: 'cache', page: 1, hit }))
  await storeEntry(inCache, { name: 'search.json', key: '{"page":1,"text":"cache"}', value: hits, storedAt })
  const token = { value: 'abc', duration: 60 * minute, storedAt: now - 120 * minute }
  await storeEntry(inCache, { name: 'token.json', ...token })
  writeFileSync(join(inCache, 'notes.txt'), 'mine')
}

/** The order of the lines is that of the disk, and two fields depend on the moment. */
function normalize(output: string): string[] {
  const lines = output.trimEnd().split('\n')
  return lines.map((line) => line.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z, /, '')).sort()
}

test('docs/command.md has examples of all commands', () => {
  const commands = new Set(blocks.flatMap(examplesIn).map(({ line }) => line.split(' ')[0]))
  expect([...commands].sort()).toEqual(['clear', 'ls', 'prune', 'show', 'stats', 'verify'])
})

test.each(blocks)('the command prints what docs/command.md shows: %s', async (block) => {
  const directory = temporaryDirectory()
  await createExample(directory)
  for (const { line, output } of examplesIn(block)) {
    const { stdout, stderr } = await runCommand(line.split(' '), [], directory)
    expect(normalize(stdout + stderr)).toEqual(normalize(output))
  }
})
