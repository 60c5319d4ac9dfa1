import { expect, test } from 'vitest'
import { titlesIn } from '../behaviours.ts'
import { readSource, sourcesOfPackage } from '../project.ts'
import { codesIn, tablesIn } from '../tables.ts'

test.each(['docs/security.md', 'docs/deployment.md'])('each claim in %s names a test that exists', (document) => {
  const rows = tablesIn(readSource(document).text, ['claim', 'shown by']).flat()
  expect(rows.length).toBeGreaterThan(5)
  const missing = rows.filter(([, shownBy = '']) => {
    const file = codesIn(shownBy).at(-1) ?? ''
    const title = shownBy.slice(0, -` (\`${file}\`)`.length)
    return !titlesIn(readSource(file)).some(({ text }) => text === title)
  })
  expect(missing).toEqual([])
})

test('the package installs no other package, and runs no script when it is installed', () => {
  const manifest = JSON.parse(readSource('package.json').text)
  expect(manifest.dependencies).toBeUndefined()
  expect(manifest.peerDependenciesMeta).toEqual({ react: { optional: true }, 'react-dom': { optional: true } })
  expect(Object.keys(manifest.scripts).filter((name) => /install$/.test(name))).toEqual([])
})

test('no source evaluates text as code', () => {
  const evaluating = sourcesOfPackage().filter(({ text }) =>
    /\beval\(|new Function\(|dangerouslySetInnerHTML|\.innerHTML/.test(text),
  )
  // These two have Redis evaluate the scripts of src/store/redis/scripts.ts, on its server.
  expect(evaluating.map(({ file }) => file)).toEqual(['src/store/redis/ioredis.ts', 'src/store/redis/node-redis.ts'])
})
