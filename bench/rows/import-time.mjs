import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compare } from '../measure.mjs'

const cwd = fileURLToPath(new URL('../..', import.meta.url))

export const importTime = {
  name: 'import',
  work: "import 'cachetta' in a new process",
  async run() {
    const ours = { name: 'Cachetta', run: createProcesses("import 'cachetta'") }
    const theirs = { name: 'a process without the import', run: createProcesses('') }
    return [{ ...(await compare(ours, theirs)), barMs: 30 }]
  },
}

function createProcesses(source) {
  return (count) => {
    for (let index = 0; index < count; index++) {
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], { cwd })
      if (status !== 0) throw new Error(`${source} failed:\n${stderr}`)
    }
  }
}
