import { Cachetta } from 'cachetta'
import { offerCachetta } from './offer-cachetta.mjs'

let caches = 0

/** With the store of a browser, IndexedDB; a new path is an empty cache. */
offerCachetta(() => new Cachetta({ path: `users-${caches++}` }))
