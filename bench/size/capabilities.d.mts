export declare const capabilities: readonly {
  readonly name: string
  readonly within?: string
  readonly files: readonly string[]
  readonly isNeededLater?: boolean
}[]
export declare const peers: readonly { readonly name: string; readonly code: string }[]
