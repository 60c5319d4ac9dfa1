import { invalidate, invalidateSync } from '../../engine/change/invalidate.ts'
import {
  invalidateTagged as invalidateEntriesWithTags,
  invalidateUnder,
  invalidateUnderSync,
} from '../../engine/change/invalidate-many.ts'
import { addressOf } from '../../key/address-of.ts'
import { checkSync } from '../functions/wrap-sync.ts'
import type { Configuration } from '../options/configuration.ts'
import { baseOf } from '../options/configuration.ts'
import { checkedTags } from '../options/settings.ts'

export async function invalidateArguments({ engine, rule }: Configuration, args: readonly unknown[]): Promise<void> {
  await invalidate(engine, addressOf(rule, args))
}

export function invalidateArgumentsSync(configuration: Configuration, args: readonly unknown[]): void {
  checkSync(configuration, 'invalidateSync')
  invalidateSync(configuration.engine, addressOf(configuration.rule, args))
}

export async function invalidateBase(configuration: Configuration): Promise<void> {
  await invalidateUnder(configuration.engine, baseOf(configuration, 'invalidateAll()'))
}

export function invalidateBaseSync(configuration: Configuration): void {
  checkSync(configuration, 'invalidateAllSync')
  invalidateUnderSync(configuration.engine, baseOf(configuration, 'invalidateAllSync()'))
}

/** Looks under this cache's base and under those of every cache with tags that this process has made over the store. */
export async function invalidateTagged(
  { engine, settings: { path } }: Configuration,
  tags: readonly unknown[],
): Promise<void> {
  const bases = new Set(engine.taggedBases)
  if (typeof path === 'string') bases.add(path)
  await invalidateEntriesWithTags(engine, checkedTags(tags), bases)
}
