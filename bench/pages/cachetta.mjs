import { Cachetta } from 'cachetta'
import { registerCachetta } from './register-cachetta.mjs'

let caches = 0

// With IndexedDB, the default store of a browser. A new path makes an empty cache.
registerCachetta(() => new Cachetta({ path: `users-${caches++}` }))
