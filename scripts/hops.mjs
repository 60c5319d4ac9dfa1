// npm run hops: how many source files the two main routes pass through, and which.
//   node scripts/hops.mjs                     builds .cache/modules/ and measures it; exits with 1 if a route is over its limit
//   node scripts/hops.mjs --modules <folder>  measures such a folder that lies elsewhere, as it is
//
// A file counts if V8's precise coverage sees a call of one of its functions while the route runs. Evaluating a module is not
// a call. `.cache/modules/` holds one output file per source file. The files of `dist/` combine many sources.
import { existsSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { createRequire } from 'node:module'
import { join, relative, resolve, sep } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildModules } from './build.mjs'
import { root, stopWith } from './frame.mjs'

const [flag, folder = '.cache/modules'] = process.argv.slice(2)
if (flag !== undefined && flag !== '--modules') stopWith(`Unknown flag '${flag}'; there is --modules <folder>.`)
if (flag === undefined) buildModules()

const modules = resolve(flag === undefined ? root : '.', folder)
// React and jsdom of the measured package: two copies of React in one process do not work together.
const require = createRequire(join(modules, '..', 'package.json'))
const page = openPage()
const { Cachetta, memoryStore } = await import(urlOf('index.js'))
const { CachettaProvider, useCachetta } = await import(urlOf('react.js'))
const { createElement } = require('react')
const { createRoot } = require('react-dom/client')

const profiler = new Session()
profiler.connect()
await profiler.post('Profiler.enable')
await profiler.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })

const routes = [
  { name: 'a memory hit of a cached function', limit: 10, files: await memoryHit() },
  { name: 'a mount of useCachetta with its fetch', limit: 47, files: await mountWithFetch() },
]
page.close()

for (const { name, files } of routes) {
  console.log(`\n${name}`)
  for (const [file, calls] of files) console.log(`  ${file.padEnd(44)} ${[...calls].join(', ')}`)
}
console.log()
for (const { name, files, limit } of routes) {
  console.log(`${files.size > limit ? 'OVER' : 'ok  '}  ${name}: ${files.size} files, limit ${limit}`)
  if (files.size > limit) process.exitCode = 1
}

/** The second call with the same argument: the entry is in memory. */
async function memoryHit() {
  const cache = new Cachetta({ path: 'hops', store: memoryStore(), lruSize: 10 })
  const square = cache(async (number) => number * number)
  for (const number of [2, 2, 3]) await square(number)
  return filesCalledBy(() => square(3))
}

/** From the render of a provider with one component until the page shows the data. Another key is mounted before. */
async function mountWithFetch() {
  const cache = new Cachetta({ path: 'hops', store: memoryStore() })
  const fetchUser = async ([, id]) => `user ${id}`
  const User = ({ id }) => createElement('p', null, useCachetta(['user', id], fetchUser).data ?? 'loading')
  const { body } = page.document
  const mount = async (id) => {
    const view = createRoot(body.appendChild(page.document.createElement('main')))
    view.render(createElement(CachettaProvider, { cache }, createElement(User, { id })))
    while (!body.textContent.includes(`user ${id}`)) await wait(5)
  }
  await mount(1)
  return filesCalledBy(() => mount(2))
}

/** The files of src/ with the functions that are called while `run` runs, and until what it started has ended. */
async function filesCalledBy(run) {
  await wait(100)
  await profiler.post('Profiler.takePreciseCoverage') // sets every count back to 0
  await run()
  await wait(100)
  const { result } = await profiler.post('Profiler.takePreciseCoverage')
  const files = new Map()
  for (const { url, functions } of result) {
    const file = sourceOf(url)
    const called = functions.filter(({ functionName, ranges: [range] }) => {
      const isModule = functionName === '' && range.startOffset === 0
      return range.count > 0 && !isModule
    })
    if (file === undefined || called.length === 0) continue
    files.set(file, new Set(called.map(({ functionName }) => functionName || '(anonymous)')))
  }
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** The source of a file in the measured folder; undefined for any other URL. */
function sourceOf(url) {
  if (!url.startsWith('file:')) return undefined
  const path = relative(modules, fileURLToPath(url)).split(sep).join('/')
  if (path.startsWith('..')) return undefined
  const source = `src/${path.replace(/\.js$/, '')}`
  return existsSync(join(root, `${source}.tsx`)) ? `${source}.tsx` : `${source}.ts`
}

function urlOf(file) {
  return pathToFileURL(join(modules, file)).href
}

/** A document for React, which looks for `window` when it is imported. */
function openPage() {
  const { JSDOM } = require('jsdom')
  const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/', pretendToBeVisual: true })
  for (const name of ['window', 'document', 'navigator']) {
    Object.defineProperty(globalThis, name, { value: name === 'window' ? window : window[name], configurable: true })
  }
  return window
}
