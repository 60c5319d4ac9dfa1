import { sha256 } from '#sha256'

/** Creates the text of an entry with a valid checksum, whatever is in it. */
export function createText(value: string, meta?: string, header = '"key":"","storedAt":1'): string {
  const start = `{"cachetta":1,${header},"checksum":"`
  const end = `",\n"value":${value}${meta === undefined ? '' : `,\n"meta":${meta}`}}\n`
  return start + sha256(start + end) + end
}
