// Unpacks Debian's Valkey into .cache/, under the names of Redis' programs, for a row of `npm run compatibility`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './frame.mjs'
import { findOnPath, runCommand } from './programs.mjs'

const folder = join(root, '.cache', 'valkey')
const programs = { 'redis-server': 'valkey-server', 'redis-cli': 'valkey-cli' }

/** Returns the folder of the programs, `undefined` if they are not to be had: without apt, or without a network. */
export function setUpValkey() {
  const names = join(folder, 'names')
  if (existsSync(names)) return names
  const source = findPackageSource()
  if (source === undefined || !unpack(source)) return undefined
  mkdirSync(names, { recursive: true })
  for (const [name, program] of Object.entries(programs))
    symlinkSync(join(folder, 'usr', 'bin', program), join(names, name))
  return names
}

/** Returns the version of the unpacked server, for example `8.0`. */
export function versionOfValkey(names) {
  const { stdout } = spawnSync(join(names, 'redis-server'), ['--version'], { encoding: 'utf8' })
  return /v=(\d+\.\d+)/.exec(stdout)?.[1]
}

/** Debian 12 has Valkey among its backports, Debian 13 among its own packages. The mirror is the one of this machine. */
function findPackageSource() {
  if (findOnPath('apt-get') === undefined) return undefined
  const args = ['indextargets', '--format', '$(REPO_URI) $(CODENAME)', 'Created-By: Packages']
  const lines = spawnSync('apt-get', args, { encoding: 'utf8' }).stdout.split('\n')
  const own = lines.map((line) => /^(\S+\/debian\/?) ([a-z]+)$/.exec(line)).find((match) => match !== null)
  if (!own) return undefined
  const [, uri, codename] = own
  return [codename, `${codename}-backports`].map((suite) => `deb ${uri} ${suite} main\n`).join('')
}

/** Downloads with lists of packages of its own, so that it changes nothing of this machine. */
function unpack(source) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true })
  const list = join(folder, 'sources.list')
  writeFileSync(list, source)
  const settings = {
    'Dir::Etc::SourceList': list,
    'Dir::Etc::SourceParts': '-',
    'Dir::State::Lists': join(folder, 'lists'),
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  const isDownloaded =
    runCommand('apt-get', [...options, 'update'], folder) &&
    runCommand('apt-get', [...options, 'download', 'valkey-server', 'valkey-tools'], folder)
  if (!isDownloaded) return false
  const files = readdirSync(folder).filter((file) => file.endsWith('.deb'))
  return files.every((file) => runCommand('dpkg', ['-x', file, '.'], folder))
}
