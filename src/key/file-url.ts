// For platforms without files: no URL is the path of a file.

export function fileUrlToPath(_href: string): string {
  throw new TypeError('this platform has no files')
}
