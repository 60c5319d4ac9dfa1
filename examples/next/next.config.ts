import { join } from 'node:path'
import type { NextConfig } from 'next'

const fromHere = (file: string) => join(import.meta.dirname, file)

const config: NextConfig = {
  // The root of the application is this folder, even if the folder is inside another project.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // All instances of the application share what Next.js caches.
  cacheHandler: fromHere('cache-handler.mjs'),
  cacheHandlers: { default: fromHere('use-cache-handler.mjs'), remote: fromHere('use-cache-handler.mjs') },
  cacheMaxMemorySize: 0,
  images: { customCacheHandler: true },
  // For `use cache` beside pages with `revalidate`. An application with `cacheComponents` does not need it.
  experimental: { useCache: true },
}

export default config
