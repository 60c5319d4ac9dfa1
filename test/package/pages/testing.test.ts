// @vitest-environment jsdom
import { vi } from 'vitest'
import { writePrograms } from './page-programs.ts'

// The tests of docs/testing.md run as tests of this file.
vi.stubGlobal('fetchUser', async (id: number) => ({ id, name: 'Ada', team: '7' }))

const { names, fileOf } = writePrograms('docs/testing.md')
for (const name of names) await import(/* @vite-ignore */ fileOf(name))
