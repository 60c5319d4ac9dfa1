import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Files by path. A string is the text of the file, `{ link }` is a link to another path in the project, the rest is JSON. */
export type Files = Readonly<Record<string, unknown>>

/** Writes a project into a temporary folder. The folder is deleted after the test. */
export async function makeProject(files: Files): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'cachetta-report-'))
  onTestFinished(() => rm(project, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) await writePath(project, path, content)
  return project
}

async function writePath(project: string, path: string, content: unknown): Promise<void> {
  const file = join(project, path)
  await mkdir(dirname(file), { recursive: true })
  if (isLink(content)) return symlink(join(project, content.link), file, 'junction')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
}

function isLink(content: unknown): content is { link: string } {
  return typeof content === 'object' && content !== null && 'link' in content
}
