import '../pages/script-start.mjs'
import { registerReload } from '../pages/register-reload.mjs'
import { createBlob } from './tanstack-blob.mjs'

registerReload(createBlob())
