import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { getSourceFile, matchRoute } from '../../../examples/packages/app/routes.ts'
import { listSourceFiles } from '../../../examples/packages/server/source-files.ts'
import { makeProject } from '../report/project.ts'

const example = fileURLToPath(new URL('../../../examples/packages/', import.meta.url))

describe('the source files', () => {
  it.each(['/', '/favourites', '/package/p%401.0.0', '/source/app/app.tsx', '/nowhere'])(
    'contain the file that draws %s',
    async (path) => {
      const file = getSourceFile(matchRoute(path))
      const source = await (await listSourceFiles(example)).read(file)
      expect(source?.path).toBe(file)
      expect(source?.text).toMatch(/export function \w+Page\(/)
    },
  )

  it.each([
    '../report/main.ts',
    'app/../../../package.json',
    '/etc/passwd',
    'app',
    'dist/server/main.js',
    'app/../app/app.tsx',
    '',
  ])('do not contain %s', async (path) => {
    expect(await (await listSourceFiles(example)).read(path)).toBeNull()
  })

  it('do not contain a link, which could lead out of the example', async () => {
    const root = await makeProject({ 'app/app.tsx': 'x', 'server/main.ts': 'x', 'secret.txt': 'secret' })
    await symlink(join(root, 'secret.txt'), join(root, 'app', 'link.ts'))
    const files = await listSourceFiles(root)
    expect(await files.read('app/app.tsx')).toEqual({ path: 'app/app.tsx', text: 'x' })
    expect(await files.read('app/link.ts')).toBeNull()
  })
})
