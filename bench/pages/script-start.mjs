/** When the script of the page started. A page imports this module first. */
export const startedAt = performance.now()
