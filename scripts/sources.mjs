// Where the modules of this repository find the package: in src/, while users find it in dist/. Tests, stories and bundles of this
// repository give these paths to their tools as aliases.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// In a test under jsdom, the URL of a module is not that of its file.
const root = join(import.meta.dirname, '..')

const { exports, imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The doors: `{ 'cachetta/react': 'src/react.ts' }`. */
export const doors = Object.fromEntries(
  Object.entries(exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([door, target]) => [door.replace('.', 'cachetta'), toSource(target.default)]),
)

/** Every source that a `#name` may lead to, whatever the platform: `{ '#sha256': ['src/key/sha256.node.ts', …] }`. */
export const platformSources = Object.fromEntries(
  Object.entries(imports).map(([name, targets]) => [name, [...new Set(Object.values(targets).map(toSource))]]),
)

/** Returns the absolute path of the source for each door and each `#name` on a platform. */
export function findSources(platform) {
  const names = Object.entries(imports).map(([name, targets]) => [name, toSource(targets[platform] ?? targets.default)])
  return Object.fromEntries([...Object.entries(doors), ...names].map(([name, path]) => [name, join(root, path)]))
}

/** The same for Vite, and for Rolldown: there `$` stands for the end of a name. */
export function aliasSources(platform) {
  return Object.entries(findSources(platform)).map(([name, path]) => ({
    find: new RegExp(`^${name}$`),
    replacement: path,
  }))
}

export function aliasSourcesInRolldown(platform) {
  return Object.fromEntries(Object.entries(findSources(platform)).map(([name, path]) => [`${name}$`, path]))
}

/** The path of the source of a file in dist/. */
function toSource(target) {
  return target.replace('./dist/', 'src/').replace(/\.js$/, '.ts')
}
