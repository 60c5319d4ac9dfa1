'use client'

// The door `cachetta/react` as server components see it: references that their bundler resolves again for the browser and for the
// server's render. By the package's own name, so that both find the very modules that client components import.
export {
  CachettaHydration,
  CachettaProvider,
  useCachetta,
  useCachettaConfig,
  useCachettaInfinite,
  useCachettaMutation,
  useCachettaSubscription,
} from 'cachetta/react'
