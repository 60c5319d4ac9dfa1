import { useEffect, useLayoutEffect } from 'react'

/** Runs before the browser paints; on a server, where no effect runs, React wants the other one. */
export const useCommitEffect: typeof useEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect
