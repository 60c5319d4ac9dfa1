import { Cachetta, memoryStore } from 'cachetta'
import { offerCachetta } from './offer-cachetta.mjs'

offerCachetta(() => new Cachetta({ path: 'users', store: memoryStore() }))
