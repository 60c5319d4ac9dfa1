import { checksumOf } from '../../../src/entry/json/checksum.ts'

/** Creates the text of an entry with a valid checksum, whatever is in it. */
export function createText(value: string, meta?: string, header = '"key":"","storedAt":1'): string {
  return addValidChecksum(
    `{"cachetta":2,${header},"checksum":"`,
    `",\n"value":${value}${meta === undefined ? '' : `,\n"meta":${meta}`}}\n`,
  )
}

/** Puts the checksum of both parts between them. */
export function addValidChecksum(before: string, after: string): string {
  return before + checksumOf([before, after], 2) + after
}
