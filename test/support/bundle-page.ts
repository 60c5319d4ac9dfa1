import { rolldown } from 'rolldown'
import { reactCompiler } from './react-compiler.ts'

/** Bundles a script of this repository, for example `test/react/page-scripts/entries.tsx`, into one file for a browser. */
export async function bundlePage(script: string, mode: 'production' | 'development' = 'production'): Promise<string> {
  const bundle = await rolldown({
    input: script,
    platform: 'browser',
    plugins: [reactCompiler('19')],
    checks: { bundlerTimings: false }, // no warning that the React Compiler is slow
    resolve: { conditionNames: ['cachetta-source', 'module', 'browser', 'import', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': JSON.stringify(mode) }, jsx: { runtime: 'automatic' } },
  })
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
  await bundle.close()
  return output[0].code
}
