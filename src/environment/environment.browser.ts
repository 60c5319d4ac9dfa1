// The same for a page that a bundler makes. It puts the value in place of `process.env.NODE_ENV`, of this very expression.

declare const process: { readonly env: { readonly NODE_ENV?: string } }

export const hasProcess: boolean = true

/** False in a production build. There an error keeps its class, its code and what the data are to blame for. */
export const hasLongTexts: boolean = process.env.NODE_ENV !== 'production'
