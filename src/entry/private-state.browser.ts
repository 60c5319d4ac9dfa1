import { findPrivateMember as find } from './private-state.ts'

declare const process: { readonly env: { readonly NODE_ENV?: string } }

/**
 * Undefined in a production page. The check is for the developer, who meets it as soon as the cache is made, and a page would pay for a
 * parser of JavaScript.
 */
export const findPrivateMember: typeof find | undefined = process.env.NODE_ENV === 'production' ? undefined : find
