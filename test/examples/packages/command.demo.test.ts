import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readArguments, UsageError } from '../../../examples/packages/server/arguments.ts'
import { makeProject } from '../report/project.ts'
import { program, startDemo } from './demo.ts'

const terminal = { isTerminal: true, isCi: false }

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(...words: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...words], (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
    child.stdin?.end()
  })
}

describe('the command', () => {
  it('checks itself and ends where there is no terminal, and leaves nothing', async () => {
    const project = await makeProject({ 'node_modules/a/package.json': { name: 'a', version: '1.0.0' } })
    const { code, stdout, stderr } = await run('--project', project)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+/)
    expect(stdout.match(/a@1\.0\.0 .*(computed|from disk)/g)).toHaveLength(3)
    expect(await readdir(join(project, '.cache', 'packages'))).toEqual([])
  })

  it('ends cleanly on Ctrl-C, with pages open', async () => {
    const demo = await startDemo(3)
    const stream = await fetch(`${demo.url}/api/activity`)
    expect(stream.status).toBe(200)
    expect(await demo.stop('SIGINT')).toBe(0)
  })

  it('says that a port is taken', async () => {
    const demo = await startDemo(3)
    const project = await makeProject({ 'node_modules/a/package.json': { name: 'a', version: '1.0.0' } })
    const { code, stderr } = await run('--stay', '--project', project, '--port', new URL(demo.url).port)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Port \d+ is taken: .*\n$/)
  })

  it('says which word makes no sense', async () => {
    expect(await run('--porto', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('--porto') })
    expect(() => readArguments(['--port', 'http'], terminal)).toThrow(UsageError)
    expect(() => readArguments(['--once', '--stay'], terminal)).toThrow(UsageError)
  })

  it('stays and opens a browser in a terminal alone', () => {
    expect(readArguments([], terminal)).toMatchObject({ stay: true, open: true })
    expect(readArguments([], { isTerminal: true, isCi: true })).toMatchObject({ stay: false, open: false })
    expect(readArguments(['--stay'], { isTerminal: false, isCi: false })).toMatchObject({ stay: true, open: false })
    expect(readArguments(['--no-open', '--once'], terminal)).toMatchObject({ stay: false, open: false })
  })

  it('has a list of its options', async () => {
    const { code, stdout } = await run('--help')
    expect(code).toBe(0)
    for (const option of ['--port', '--no-open', '--once', '--stay', '--project', '--dir'])
      expect(stdout).toContain(option)
  })
})
