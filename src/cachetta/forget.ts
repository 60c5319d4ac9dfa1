import { invalidate, invalidateSync } from '../engine/invalidate.ts'
import { invalidateTagged, invalidateUnder, invalidateUnderSync } from '../engine/invalidate-many.ts'
import { addressOf } from '../key/address-of.ts'
import type { Configuration } from './configuration.ts'
import { baseOf } from './configuration.ts'
import { checkedTags } from './settings.ts'
import { checkSync } from './wrap-sync.ts'

export async function forget({ engine, rule }: Configuration, args: readonly unknown[]): Promise<void> {
  await invalidate(engine, addressOf(rule, args))
}

export function forgetSync(configuration: Configuration, args: readonly unknown[]): void {
  checkSync(configuration, 'invalidateSync')
  invalidateSync(configuration.engine, addressOf(configuration.rule, args))
}

export async function forgetAll(configuration: Configuration): Promise<void> {
  await invalidateUnder(configuration.engine, baseOf(configuration, 'invalidateAll()'))
}

export function forgetAllSync(configuration: Configuration): void {
  checkSync(configuration, 'invalidateAllSync')
  invalidateUnderSync(configuration.engine, baseOf(configuration, 'invalidateAllSync()'))
}

/** Looks under this cache's base and under those of every cache with tags that this process has made over the store. */
export async function forgetTagged(
  { engine, settings: { path } }: Configuration,
  tags: readonly unknown[],
): Promise<void> {
  const bases = new Set(engine.taggedBases)
  if (typeof path === 'string') bases.add(path)
  await invalidateTagged(engine, checkedTags(tags), bases)
}
