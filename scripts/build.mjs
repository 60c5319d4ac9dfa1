// Compiles src/ into dist/ when a source, a compiler setting or the list of dependencies is newer than the last build.
// A script of its own (`npm run build`), and the set-up step of the tests that load dist/.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './frame.mjs'

const dist = join(root, 'dist')

const stamp = join(root, '.cache', 'dist-built')
const inputs = ['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']

/** Builds dist/ if it is not up to date; throws what the compiler said if it cannot. */
export function build() {
  const newest = Math.max(...inputs.map((input) => newestIn(join(root, input))))
  if (existsSync(dist) && existsSync(stamp) && statSync(stamp).mtimeMs >= newest) return

  // Built aside and swapped in, so that a program that loads dist/ meanwhile finds it whole.
  const fresh = join(root, '.cache', `build-${process.pid}`)
  const old = `${fresh}-old`
  compile(fresh)
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(fresh, dist)
  rmSync(old, { recursive: true, force: true })
  // Dated like the newest input, not like now: what changed while the compiler ran is compiled next time.
  writeFileSync(stamp, '')
  utimesSync(stamp, new Date(), Math.ceil(newest) / 1000)
}

// The name under which Vitest's globalSetup finds it.
export { build as setup }

function compile(outDir) {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const run = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', outDir], {
    cwd: root,
    encoding: 'utf8',
  })
  if (run.status === 0) return
  rmSync(outDir, { recursive: true, force: true })
  throw new Error(`src/ does not compile:\n${run.stdout}${run.stderr}`)
}

function newestIn(path) {
  const own = statSync(path)
  if (!own.isDirectory()) return own.mtimeMs
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), own.mtimeMs)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    build()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
