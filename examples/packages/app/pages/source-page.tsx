import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { SourceFile } from '../../api-types.ts'
import { RequestError } from '../api.ts'
import { QueryProblem } from '../components/query-problem.tsx'
import { QuerySource } from '../components/where-from/query-source.tsx'
import { fetchSource, sourceKey } from '../queries/source.ts'
import { createSourcePath } from '../routes.ts'

/** One file of this example, as it lies in the repository. */
export function SourcePage({ path }: { readonly path: string }): ReactNode {
  const query = useCachetta(sourceKey(path), fetchSource)
  const { data: source, error } = query
  if (source === null || (error instanceof RequestError && error.status === 404)) {
    return (
      <>
        <h1>{path}</h1>
        <p>
          The example has no such file. <Link href={createSourcePath('README.md')}>Read its README</Link>
        </p>
      </>
    )
  }
  return (
    <>
      <h1>{path}</h1>
      <p className="tools">
        <span className="about">in examples/packages/, read only</span>
        <QuerySource label="source file" query={query} />
      </p>
      <QueryProblem query={query} subject="this file" />
      {source && <SourceText {...source} />}
    </>
  )
}

function SourceText({ path, text }: SourceFile): ReactNode {
  const lines = text.trimEnd().split('\n')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a narrow screen, so the keyboard must reach it
    <section className="source" aria-label={`Text of ${path}`} tabIndex={0}>
      <ol>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity
          <li key={index} id={`L${index + 1}`}>
            <code>
              <SourceLine line={line} file={path} />
            </code>
          </li>
        ))}
      </ol>
    </section>
  )
}

const RELATIVE_IMPORT = /^(.*(?:from|import) ')(\.{1,2}\/[^']+)('.*)$/

/** The line. The name of a file that it imports is a link to that file. */
function SourceLine({ line, file }: { readonly line: string; readonly file: string }): ReactNode {
  const [, before, specifier, after] = RELATIVE_IMPORT.exec(line) ?? []
  const target = specifier === undefined ? null : resolveImport(file, specifier)
  if (target === null) return line
  return (
    <>
      {before}
      <Link href={createSourcePath(target)}>{specifier}</Link>
      {after}
    </>
  )
}

/** `null` if the file lies outside the example, which this page does not show. */
function resolveImport(file: string, specifier: string): string | null {
  const root = 'https://example.invalid/a/b/'
  const { href } = new URL(specifier, new URL(file, root))
  return href.startsWith(root) ? href.slice(root.length) : null
}
