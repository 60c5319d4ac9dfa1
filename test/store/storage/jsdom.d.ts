// The parts of jsdom that the tests use. Its package has no types.
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options?: { readonly url: string; readonly storageQuota: number })
    readonly window: Pick<typeof globalThis, 'DOMException' | 'Event' | 'localStorage' | 'URL' | 'URLSearchParams'>
  }
}
