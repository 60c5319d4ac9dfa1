import type { NextConfig } from 'next'

const config: NextConfig = {
  // The root of the application is this folder, even if the folder is inside another project.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
}

export default config
