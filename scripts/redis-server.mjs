// Finds the server of Redis for tests: one that is installed, else Debian's. `node scripts/redis-server.mjs` installs it.
import { fileURLToPath } from 'node:url'
import { findOnPath, installDebianPackage } from './programs.mjs'

const programs = ['redis-server', 'redis-cli']

/** Installs the server of Redis if there is none. Returns false, and prints one sentence to stderr, if that fails. */
export function setUpRedisServer() {
  if (isInstalled()) return true
  console.error('Installing the server of Redis …')
  installDebianPackage('redis-server')
  if (isInstalled()) return true
  console.error('No redis-server was found, and none could be installed. Install Redis 7 or later.')
  return false
}

/** For Vitest's globalSetup. */
export function setup() {
  if (!isInstalled()) throw new Error("redis-server is not installed; 'node scripts/redis-server.mjs' installs it.")
}

function isInstalled() {
  return programs.every((name) => findOnPath(name) !== undefined)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = setUpRedisServer() ? 0 : 1
