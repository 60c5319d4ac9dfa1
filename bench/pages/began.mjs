/** Imported first: when the page's script began. */
export const began = performance.now()
