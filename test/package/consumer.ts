import type { ExecFileSyncOptions } from 'node:child_process'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** A new project outside this one, with nothing in it but the packed tarball and what that depends on. */
export interface Consumer {
  readonly dir: string
  readonly tarball: string
  remove(): void
}

export function newConsumer(): Consumer {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'cachetta-consumer-')))
  npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', dir], root)
  const name = readdirSync(dir).find((file) => file.endsWith('.tgz'))
  if (name === undefined) throw new Error(`npm pack put no tarball into ${dir}.`)
  const tarball = join(dir, name)
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  const consumer: Consumer = { dir, tarball, remove: () => rmSync(dir, { recursive: true, force: true }) }
  installIn(consumer, tarball)
  return consumer
}

/** Adds a package to the project. */
export function installIn(consumer: Consumer, what: string): void {
  npm(['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', what], consumer.dir)
}

/** Runs Node in the project and answers what it printed. */
export function runIn(consumer: Consumer, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  return run(process.execPath, args, { cwd: consumer.dir, env: { ...process.env, NODE_OPTIONS: '', ...env } })
}

function npm(args: readonly string[], cwd: string): void {
  run('npm', args, { cwd, shell: process.platform === 'win32' })
}

function run(file: string, args: readonly string[], options: ExecFileSyncOptions): string {
  return execFileSync(file, args, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
