import { rolldown } from 'rolldown'
import { reactCompiler } from './react-compiler.ts'

/** The script of a page as a browser loads it, from an entry of this repository: `test/react/pages/entries.tsx`. */
export async function bundlePage(entry: string, mode: 'production' | 'development' = 'production'): Promise<string> {
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    plugins: [reactCompiler('19')],
    checks: { bundlerTimings: false }, // what the React Compiler takes is known
    resolve: { conditionNames: ['cachetta-source', 'module', 'browser', 'import', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': JSON.stringify(mode) }, jsx: { runtime: 'automatic' } },
  })
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false })
  await bundle.close()
  return output[0].code
}
