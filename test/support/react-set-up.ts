// Before each file that tests components: what Testing Library does by itself only where a test runner has global names.
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'
import { refuseConsoleErrors } from './console-errors.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

// What unmounting complains of counts too: of these the last to register runs first.
refuseConsoleErrors()
afterEach(cleanup)
