// Where the code runs. This file is for Node, for servers at the edge, and for a page without a bundler.

/** True if `process.env.NODE_ENV` can be read. Put it before that expression, which throws in a page without a bundler. */
export const hasProcess: boolean = 'process' in globalThis

/**
 * True if errors say at length what is wrong and what to do. A server always has these texts, because they cost it no bytes that
 * anyone has to wait for. Write `hasLongTexts && '…'`: the bundler of a production page removes the text.
 */
export const hasLongTexts: boolean = true
