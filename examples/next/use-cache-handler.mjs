import { cacheHandlers } from 'cachetta/next'
import { store } from './shared-store.mjs'

export default cacheHandlers({ store, path: '.shared-cache' })
