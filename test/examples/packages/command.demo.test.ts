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

function run(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
    child.stdin?.end()
  })
}

describe('the command', () => {
  it('checks itself and exits without a terminal, and leaves no files', async () => {
    const project = await makeProject({ 'node_modules/a/package.json': { name: 'a', version: '1.0.0' } })
    const { code, stdout, stderr } = await run('--project', project)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+/)
    expect(stdout.match(/a@1\.0\.0 .*(computed|from disk)/g)).toHaveLength(3)
    expect(await readdir(join(project, '.cache', 'packages'))).toEqual([])
  })

  it('stops on Ctrl-C with exit code 0, also with open pages', async () => {
    const demo = await startDemo(3)
    const stream = await fetch(`${demo.url}/api/activity`)
    expect(stream.status).toBe(200)
    expect(await demo.stop('SIGINT')).toBe(0)
  })

  it('reports a port that is in use', async () => {
    const demo = await startDemo(3)
    const project = await makeProject({ 'node_modules/a/package.json': { name: 'a', version: '1.0.0' } })
    const { code, stderr } = await run('--stay', '--project', project, '--port', new URL(demo.url).port)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Port \d+ is in use\. .*\n$/)
  })

  it('names an option that is wrong', async () => {
    expect(await run('--porto', '1')).toMatchObject({ code: 2, stderr: expect.stringContaining('--porto') })
    expect(() => readArguments(['--port', 'http'], terminal)).toThrow(UsageError)
    expect(() => readArguments(['--once', '--stay'], terminal)).toThrow(UsageError)
  })

  it('keeps running and opens a browser only in a terminal', () => {
    expect(readArguments([], terminal)).toMatchObject({ stay: true, open: true })
    expect(readArguments([], { isTerminal: true, isCi: true })).toMatchObject({ stay: false, open: false })
    expect(readArguments(['--stay'], { isTerminal: false, isCi: false })).toMatchObject({ stay: true, open: false })
    expect(readArguments(['--no-open', '--once'], terminal)).toMatchObject({ stay: false, open: false })
  })

  it('lists its options', async () => {
    const { code, stdout } = await run('--help')
    expect(code).toBe(0)
    for (const option of ['--port', '--no-open', '--once', '--stay', '--project', '--dir'])
      expect(stdout).toContain(option)
  })
})
