'use client'

// The door `cachetta/react` in a server component. `use client` turns each export into a reference, which the bundler resolves for
// the browser and for the render of the server. The import by the package's name makes both find the modules that client
// components import.
export {
  CachettaHydration,
  CachettaProvider,
  useCachetta,
  useCachettaAll,
  useCachettaConfig,
  useCachettaInfinite,
  useCachettaMutation,
  useCachettaSubscription,
  useIsValidating,
  useOutbox,
} from 'cachetta/react'
