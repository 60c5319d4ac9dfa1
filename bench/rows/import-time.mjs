import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compare } from '../measure.mjs'

const cwd = fileURLToPath(new URL('../..', import.meta.url))

export const importTime = {
  name: 'import',
  work: "import 'cachetta' in a fresh process",
  async run() {
    const ours = { name: 'Cachetta', run: processes("import 'cachetta'") }
    const theirs = { name: 'a process without it', run: processes('') }
    return [{ ...(await compare(ours, theirs)), barMs: 30 }]
  },
}

function processes(source) {
  return (count) => {
    for (let index = 0; index < count; index++) {
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], { cwd })
      if (status !== 0) throw new Error(`${source} failed:\n${stderr}`)
    }
  }
}
