import { afterEach, beforeEach } from 'vitest'
import { setLogger, setLogLevel } from '../../src/index.ts'

/** Collects what is logged at `warn` and above during each test of a file: one text per line, its level in front. */
export function logLines(): string[] {
  const lines: string[] = []
  const write = (level: string) => (message: string) => void lines.push(`${level} ${message}`)
  beforeEach(() => {
    lines.length = 0
    setLogger({ debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') })
  })
  afterEach(() => {
    setLogger(console)
    setLogLevel('warn')
  })
  return lines
}
