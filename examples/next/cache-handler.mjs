import { cacheHandler } from 'cachetta/next'
import { store } from './shared-store.mjs'

export default cacheHandler({ store, path: '.shared-cache' })
