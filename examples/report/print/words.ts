// Figures as people read them.

export function bytesInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  return bytes < 999_950 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

export function spanInWords(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`
  return ms < 999.5 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`
}

export function numberInWords(count: number): string {
  return count.toLocaleString('en-GB')
}

export function countInWords(count: number, one: string, many = `${one}s`): string {
  return `${numberInWords(count)} ${count === 1 ? one : many}`
}
