// Before each file that tests components: what Testing Library does by itself only where a test runner has global names.
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { refuseConsoleErrors } from './console-errors.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

// What is waited for may take its time on a busy machine; only what never comes fails.
configure({ asyncUtilTimeout: 10_000 })

// What unmounting complains of counts too: of these the last to register runs first.
refuseConsoleErrors()
afterEach(cleanup)
