import type { EntryStat } from 'cachetta'
import { ageOf, isExpired } from '../age.ts'
import type { Choose } from '../deletion.ts'
import { deleteChosen, isUseless } from '../deletion.ts'
import { checkDirectory, checkIsNoHome, countFiles } from '../directory.ts'
import { createFilter } from '../filter.ts'
import type { Context } from './context.ts'

/** Deletes what no call can use any more. */
export async function prune(context: Context): Promise<number> {
  const { call, host } = context
  await checkDirectory(call.operand)
  await checkIsNoHome(call.operand, host.homeDirectory)
  const total = host.stderr.isTTY ? await countFiles(call.operand, host.signal) : 0
  return await deleteChosen(context, { choose: createChoice(context), values: true, total })
}

function createChoice({ call }: Context): Choose {
  const { olderThan = Number.POSITIVE_INFINITY, keys, tags } = call
  const matches = createFilter({ keys, tags })
  const isForSome = keys.length + tags.length > 0
  const judge = (entry: EntryStat, now: number): string | undefined =>
    isExpired(entry, now) ? 'expired' : ageOf(entry, now) >= olderThan ? 'old' : undefined
  return (file, now) => {
    if (file.kind === 'entry') {
      return file.purpose !== 'outbox' && matches(file.entry, now) ? judge(file.entry, now) : undefined
    }
    return !isForSome && isUseless(file.kind) ? file.kind : undefined
  }
}
