import type { NextCacheContext } from './next-types.ts'

/** Returns a function that reads the build id which `next build` wrote beside the server. It reads the file until it is there. */
export function createBuildIdReader(given: string | undefined): (context: NextCacheContext) => Promise<string | null> {
  let known = given
  return async ({ fs, serverDistDir }) => {
    known ??= await fs?.readFile(`${serverDistDir}/../BUILD_ID`, 'utf8').then(
      (text) => text.trim(),
      () => undefined, // the development server has no such file
    )
    return known ?? null
  }
}
