interface Size {
  readonly minified: number
  readonly gzipped: number
}

export declare function measureWithout(files: readonly string[], code?: string): Promise<Size>
