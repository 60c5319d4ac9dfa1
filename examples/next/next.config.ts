import type { NextConfig } from 'next'

const config: NextConfig = {
  // This folder is the whole application, also where it lies inside another project.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
}

export default config
