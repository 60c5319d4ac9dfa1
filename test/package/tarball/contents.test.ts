import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Consumer } from '../consumer.ts'
import { newConsumer } from '../consumer.ts'
import { deadLinks } from '../links.ts'

const root = join(import.meta.dirname, '..', '..', '..')
let consumer: Consumer

beforeAll(() => {
  consumer = newConsumer()
})
afterAll(() => consumer.remove())

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )

const packed = (): string => join(consumer.dir, 'node_modules', 'cachetta')
const isText = (file: string): boolean => /\.(?:md|txt)$|^LICENSE$/.test(file)

test('the tarball holds one build for each module system, its declarations and the documents, nothing else', () => {
  const isExpected = (file: string): boolean =>
    /^(?:dist\/(?:[\w.-]+\/)*[\w.-]+\.(?:js|cjs|d\.ts|d\.cts)|docs\/(?:[\w-]+\/)?[\w-]+\.md|package\.json)$/.test(
      file,
    ) || isText(file)
  const files = filesIn(packed())
  expect(files.filter((file) => !isExpected(file))).toEqual([])
  expect(files.filter((file) => file.startsWith('docs/')).length).toBe(
    filesIn(join(root, 'docs')).filter(isText).length,
  )
  expect(files).toEqual(expect.arrayContaining(['dist/LICENSES.txt', 'CHANGELOG.md', 'LICENSE', 'README.md']))
})

test('it has at most 800 files and 1.9 MB, documents not counted', () => {
  const files = filesIn(packed()).filter((file) => !isText(file))
  const bytes = files.reduce((sum, file) => sum + statSync(join(packed(), file)).size, 0)
  console.info(`The tarball: ${files.length} files, ${bytes} bytes, without documents`)
  expect(files.length).toBeLessThanOrEqual(800)
  expect(bytes).toBeLessThanOrEqual(1_900_000)
})

test('each file that package.json names is in the tarball, and each door has its types', () => {
  const { bin, exports, imports, main, types } = JSON.parse(readFileSync(join(packed(), 'package.json'), 'utf8'))
  const targetsIn = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(targetsIn)
  const targets = [bin, exports, imports, main, types].flatMap(targetsIn)
  expect(targets.length).toBeGreaterThan(20)
  expect(targets.filter((target) => !existsSync(join(packed(), target)))).toEqual([])
  const doors = Object.values<string | { default: string }>(exports).flatMap((door) =>
    typeof door === 'string' ? [] : [door.default],
  )
  expect(doors.filter((door) => !existsSync(join(packed(), door.replace(/\.js$/, '.d.ts'))))).toEqual([])
})

test('each import of its files leads to a file of it, to Node or to React', () => {
  const files = filesIn(packed()).filter((file) => /\.(?:js|d\.ts)$/.test(file))
  const lost = files.flatMap((file) => {
    const text = readFileSync(join(packed(), file), 'utf8')
    const names = Array.from(
      text.matchAll(/^(?:import|export)\b.*?(?:from |import )['"]([^'"]+)['"];?$/gm),
      ([, name = '']) => name,
    )
    const ending = file.endsWith('.d.ts') ? '.d.ts' : '.js'
    return names
      .filter((name) => !/^(?:#|node:|react(?:-dom)?$|react\/jsx-runtime$|cachetta(?:\/|$))/.test(name))
      .filter((name) => !existsSync(join(packed(), dirname(file), name.replace(/\.(?:js|tsx?)$/, ending))))
      .map((name) => `${file}: ${name}`)
  })
  expect(lost).toEqual([])
})

test('nothing refers to a source map, because there is none: the files are as readable as the sources', () => {
  const files = filesIn(packed()).filter((file) => !isText(file))
  expect(files.filter((file) => readFileSync(join(packed(), file), 'utf8').includes('sourceMappingURL'))).toEqual([])
})

test('no link of its documents is dead for someone who has only the tarball', () => {
  const files = filesIn(packed())
  const documents = files.filter((file) => file.endsWith('.md'))
  const sources = documents.map((file) => ({ file, text: readFileSync(join(packed(), file), 'utf8') }))
  expect(documents.length).toBeGreaterThan(5)
  expect(deadLinks(sources, files)).toEqual([])
})

test('the addresses of the package are real, or left out', () => {
  const { repository, homepage, bugs } = JSON.parse(readFileSync(join(packed(), 'package.json'), 'utf8'))
  expect([repository, homepage, bugs]).toEqual([undefined, undefined, undefined])
})

test('publint has nothing to say', async () => {
  const tarball = new Uint8Array(readFileSync(consumer.tarball)).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
})

test('every way to import finds the right types (are the types wrong?)', () => {
  const attw = join(root, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js')
  const args = [attw, consumer.tarball, '--no-color', '--no-emoji']
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(status, stdout).toBe(0)
})
