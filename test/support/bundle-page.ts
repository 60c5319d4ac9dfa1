import { rolldown } from 'rolldown'
// biome-ignore lint/correctness/useImportExtensions: the rule finds sources.d.mts, which holds only types
import { aliasSourcesInRolldown } from '../../scripts/sources.mjs'
import { reactCompiler } from './react-compiler.ts'

/** Bundles a script of this repository, for example `test/react/page-scripts/entries.tsx`, into one file for a browser. */
export async function bundlePage(script: string, mode: 'production' | 'development' = 'production'): Promise<string> {
  const bundle = await rolldown({
    input: script,
    platform: 'browser',
    tsconfig: false, // its paths are those for Node
    plugins: [reactCompiler('19')],
    // No warnings that the React Compiler is slow, and that a bundle needs no "use client".
    checks: { bundlerTimings: false, moduleLevelDirective: false },
    resolve: { alias: aliasSourcesInRolldown('browser'), conditionNames: ['module', 'browser', 'import', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': JSON.stringify(mode) }, jsx: { runtime: 'automatic' } },
  })
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
  await bundle.close()
  return output[0].code
}
