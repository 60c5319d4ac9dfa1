import { registerUpdates } from '../pages/register-updates.mjs'
import { createBlob } from './tanstack-blob.mjs'

registerUpdates(createBlob())
