import { build } from 'esbuild'

/** Bundles a program as the tools of an edge platform do. Throws if it needs a module that the platform does not have. */
export async function bundle(file, conditions, format) {
  const { outputFiles, warnings } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format,
    platform: 'neutral',
    globalName: 'program',
    conditions: [...conditions, 'import'],
    mainFields: ['module', 'main'],
  })
  if (warnings.length > 0) throw new Error(warnings[0].text)
  return outputFiles[0].text
}
