interface Row {
  readonly name: string
  readonly work: string
  readonly reason?: string
  readonly reasons?: Readonly<Record<string, string>>
  readonly withoutBar?: string
}

interface Section {
  readonly title: string
  readonly about: string
  readonly rows: readonly Row[]
}

interface Results {
  readonly peers: object
  readonly rows: Readonly<Record<string, object>>
}

export function createFiles(
  root: string,
  sections: readonly Section[],
  results: Results,
): Readonly<Record<string, string>>

export function findGaps(rows: readonly Row[], results: Results['rows']): readonly string[]
