import type { Plugin } from 'vite'

/** Compiles every `*.compiled.tsx` with the React Compiler for a release of React. A file that does not compile fails to load. */
export function reactCompiler(release: string): Plugin {
  return {
    name: 'react-compiler',
    enforce: 'pre',
    transform: {
      filter: { id: /\.compiled\.tsx$/ },
      handler: async (source, filename) => {
        const code = await compile(source, filename, release)
        // This function creates the memory of a component.
        if (!code.includes('import { c as _c }')) throw new Error(`The React Compiler did not change ${filename}.`)
        return code
      },
    },
  }
}

async function compile(source: string, filename: string, release: string): Promise<string> {
  // Babel is loaded only when it is needed, because the configuration of all tests imports this file.
  const { transformAsync } = await import('@babel/core')
  const compiled = await transformAsync(source, {
    filename,
    configFile: false,
    plugins: [['babel-plugin-react-compiler', { target: release, panicThreshold: 'all_errors' }]],
    presets: ['@babel/preset-typescript'],
    parserOpts: { plugins: ['jsx'] },
    sourceMaps: 'inline',
  })
  return compiled?.code ?? ''
}
