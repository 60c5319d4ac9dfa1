// Node's modules whose import would cost a program more than all of this package: for an import Node reads every property
// that a module has, and those of `node:process` and `node:fs` begin with that to set up stdin, stdout and the streams of files.

export const process: NodeJS.Process = globalThis.process

export const fs: typeof import('node:fs') = process.getBuiltinModule('node:fs')
