import { useEffect, useLayoutEffect } from 'react'
import { isBrowser } from '../config/browser.ts'

/** Runs before the browser paints; on a server, where no effect runs, React wants the other one. */
export const useCommitEffect: typeof useEffect = isBrowser ? useLayoutEffect : useEffect
