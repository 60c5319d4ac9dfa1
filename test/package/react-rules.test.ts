import { join } from 'node:path'
import { ESLint } from 'eslint'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const eslint = new ESLint({ cwd: root })

/** The rules that a file of src/react/ would break with this text. */
async function broken(text: string, file = 'src/react/case.tsx'): Promise<(string | null)[]> {
  const results = await eslint.lintText(text, { filePath: join(root, file) })
  return results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))
}

test('the rules of React find a hook behind a condition, wherever there are components', async () => {
  const text = `import { useState } from 'react'
    export function useMaybe<Value>(value: Value | undefined) { if (value) useState<Value>(value) }`

  const files = [
    'src/react/use-maybe.ts',
    'src/ssr/maybe.tsx',
    'stories/maybe.stories.tsx',
    'examples/next/app/maybe.tsx',
  ]
  for (const file of files) expect(await broken(text, file)).toEqual(['react-hooks/rules-of-hooks'])
})

test('the rules of the React Compiler find a ref read while rendering, and what is changed there', async () => {
  expect(
    await broken(`import { useRef } from 'react'
    export function Count() { const count = useRef(0); return <p>{count.current}</p> }`),
  ).toContain('react-hooks/refs')
  expect(
    await broken(
      `export function Name({ user }: { user: { name: string } }) { user.name = ''; return <p>{user.name}</p> }`,
    ),
  ).toEqual(['react-hooks/immutability'])
})

test('nothing can be excused from them', async () => {
  const text = `import { useState } from 'react'
    // eslint-disable-next-line
    export function useMaybe(value: boolean) { if (value) useState(value) }`

  expect(await broken(text)).toContain('react-hooks/rules-of-hooks')
})
