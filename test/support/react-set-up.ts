// Runs before each file that tests components. Testing Library does this itself only if the test runner has global functions.
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { failOnConsoleErrors } from './console-errors.ts'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

// `waitFor` and `find…` wait longer than by default, because a busy machine is slow.
configure({ asyncUtilTimeout: 10_000 })

// The last registered hook runs first: `cleanup` unmounts, then the errors are checked. So errors of unmounting count, too.
failOnConsoleErrors()
afterEach(cleanup)
