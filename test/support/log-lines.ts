import { afterEach, beforeEach } from 'vitest'
import { setLogger, setLogLevel } from '../../src/index.ts'

/** Records the lines that are logged at `warn` and above during each test of a file, each with its level in front. */
export function recordLogLines(): string[] {
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
