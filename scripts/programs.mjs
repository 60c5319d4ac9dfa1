// Finds the programs that tests need besides Node, and installs them where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from './frame.mjs'

/** Returns the path of a command, `undefined` if there is none. */
export function findOnPath(name) {
  return process.env.PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync)
}

/** Installs a package of Debian, if this is Debian and its administrator runs the command. */
export function installDebianPackage(name) {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  runCommand('apt-get', ['update']) && runCommand('apt-get', ['install', '-y', name])
}

/** Runs a command with its output on stderr. Returns true if it succeeds. */
export function runCommand(command, args, cwd = root) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = spawnSync(command, args, { cwd, env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  return run.status === 0
}
