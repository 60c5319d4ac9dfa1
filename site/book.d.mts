export interface BookGroup {
  readonly title: string
  readonly pages: readonly { readonly title: string; readonly file: string }[]
}

export function readBook(root: string): BookGroup[]
export function parseBook(markdown: string): BookGroup[]
