import { Cachetta, memoryStore } from 'cachetta'
import { registerCachetta } from './register-cachetta.mjs'

registerCachetta(() => new Cachetta({ path: 'users', store: memoryStore() }))
