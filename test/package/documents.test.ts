import { describe, expect, test } from 'vitest'
import { blocksIn, compileExamples } from './examples.ts'
import { projectFiles, readSource } from './project.ts'

const program = 'documents.d.ts'

test('every code block of the README and of docs/ compiles', { timeout: 120_000 }, () => {
  const documents = ['README.md', ...projectFiles('docs').filter((file) => file.endsWith('.md'))]
  const blocks = documents.map(readSource).flatMap(blocksIn)
  expect(blocks.length).toBeGreaterThan(30)
  expect(compileExamples(blocks, program)).toEqual([])
})

describe('the check of code blocks', () => {
  test('takes the blocks of TypeScript and no other, each with its line', () => {
    const text = ['# Title', '```tsx', '<One />', '```', '```sh', 'two', '```', '```ts', 'three()', '', 'four()', '```']
    expect(blocksIn({ file: 'docs/a.md', text: text.join('\n') })).toEqual([
      { file: 'docs/a.md', line: 3, code: '<One />' },
      { file: 'docs/a.md', line: 9, code: 'three()\n\nfour()' },
    ])
  })

  test('finds a block that does not compile, and says where it stands', { timeout: 120_000 }, () => {
    const blocks = [
      { file: 'docs/a.md', line: 7, code: `useCachetta('user', fetchMe, { refetchInterval: 1_000 })` },
      {
        file: 'docs/b.md',
        line: 3,
        code: `const { data } = useCachetta('user', fetchMe)\nconst name: string = data.name`,
      },
    ]
    const complaints = compileExamples(blocks, program)
    expect(complaints).toHaveLength(2)
    expect(complaints.join('\n')).toMatch(
      /^docs\/a\.md\(7,\d+\): error TS\d+.*\n(?:.*\n)*docs\/b\.md\(4,\d+\): error TS\d+/,
    )
  })
})
