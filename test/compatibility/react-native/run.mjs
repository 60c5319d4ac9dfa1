// Runs the bundle twice with one AsyncStorage: online, then offline. node run.mjs <bundler> [hermes]
// Without `hermes` it runs in a context of V8 that has nothing of the web but what host.js gives it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'

const here = import.meta.dirname
const [bundler, engine] = process.argv.slice(2)
const code = ['host.js', `${bundler}.js`].map((file) => readFileSync(join(here, file), 'utf8')).join('\n')
const lacking = ['URL', 'TextEncoder', 'BroadcastChannel', 'crypto', 'structuredClone', 'DOMException', 'indexedDB']
const presentNames = 'lacking.filter((name) => globalThis[name] !== undefined)'
const start = engine === 'hermes' ? startInHermes : startInContext

const talks = [{ id: 1, title: 'Opening', startsAt: '2030-01-01T09:00:00Z' }]
const opening = 'Opening, 2030-01-01T09:00:00.000Z'
const closing = 'Closing, 2030-01-02T09:00:00.000Z'

const first = await start({ isOnline: true, items: {}, talks })
assert.deepEqual(first.texts, [
  ['network', opening, 'Refresh'],
  ['network', opening, closing, 'Refresh'],
])
assert.deepEqual(Object.keys(first.items), ['cachetta:["app/talks",""]'])
const second = await start({ isOnline: false, items: first.items, talks: [] })
assert.deepEqual(second.texts, [['store', opening, closing, 'Refresh']])
assert.deepEqual([first.present, second.present], [[], []])
console.log('ok')
process.exit(0)

/** Resolves with the texts on the screen, the stored items, and the names of `lacking` that are there after all. */
async function startInContext(world) {
  const texts = await new Promise((onShown, onFailed) => {
    const host = { ...world, onShown, onFailed }
    runInContext(code, createContext({ host, setTimeout, clearTimeout, console }))
  })
  const present = runInContext(presentNames, createContext({ lacking }))
  return JSON.parse(JSON.stringify({ texts, items: world.items, present })) // arrays of this realm
}

function startInHermes(world) {
  const [platform] = { linux: ['linux64'], darwin: ['osx'], win32: ['win64'] }[process.platform]
  const hermes = join(here, 'node_modules', 'hermes-engine-cli', `${platform}-bin`, 'hermes')
  const program = `
globalThis.host = ${JSON.stringify(world)}
host.onFailed = (error) => { throw error }
host.onShown = (texts) => print('RESULT' + JSON.stringify({ texts, items: host.items, present: ${presentNames} }))
const lacking = ${JSON.stringify(lacking)}
${code}`
  writeFileSync(join(here, 'program.js'), program)
  const { stdout, stderr } = spawnSync(hermes, ['-w', join(here, 'program.js')], { encoding: 'utf8' })
  const [, result] = /^RESULT(.*)$/m.exec(stdout) ?? []
  assert.ok(result, `${stdout}${stderr}`)
  return JSON.parse(result)
}
