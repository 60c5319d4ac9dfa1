import { useEffect, useLayoutEffect } from 'react'
import { isBrowser } from '../config/browser.ts'

/** Runs an effect before the browser paints. React warns of `useLayoutEffect` on a server, where no effect runs. */
export const useCommitEffect: typeof useEffect = isBrowser ? useLayoutEffect : useEffect
