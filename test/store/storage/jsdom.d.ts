// What is used of jsdom here; its own package brings no types.
declare module 'jsdom' {
  export class JSDOM {
    constructor(html: string, options: { readonly url: string; readonly storageQuota: number })
    readonly window: { readonly localStorage: Storage }
  }
}
