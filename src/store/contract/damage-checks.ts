import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Address } from '../../key/address.ts'
import type { Check, CheckContext } from './check.ts'
import { collect, createAddress, createCheck, getValue, setValue } from './check.ts'
import { expectFailure, expectSame, expectThat } from './expect.ts'
import { toTexts } from './list-checks.ts'

export const damageChecks: readonly Check[] = [
  createCheck('throws for a damaged entry instead of returning a value', ['damage'], async (context) => {
    const address = await setDamaged(context, context.damage)
    const get = (): Promise<unknown> => context.store.get(address, builtInTypes)
    await expectFailure(get, ['DAMAGED', 'UNSAFE_TYPE'], 'get of a damaged entry')
    await setValue(context.store, address, 'new')
    expectSame(await getValue(context.store, address), { value: 'new' }, 'the value after set over a damaged entry')
  }),
  createCheck('does not call a damaged entry missing in stat', ['damage'], async (context) => {
    const address = await setDamaged(context, context.damage)
    const stat = await context.store.stat(address).catch(() => undefined)
    expectThat(stat !== null, 'stat returned null for a damaged entry, but it has no other entry to compare')
  }),
  createCheck('deletes a damaged entry', ['damage'], async (context) => {
    const address = await setDamaged(context, context.damage)
    await context.store.delete(address)
    expectSame(await context.store.get(address, builtInTypes), null, 'get after the delete of a damaged entry')
  }),
  createCheck('lists and deletes the other entries if one is damaged', ['damage'], async (context) => {
    const { base, store } = context
    const whole = ['1', '3'].map((key) => createAddress(context, 'some', key))
    for (const address of whole) await setValue(store, address, address.key)
    const damaged = await setDamaged(context, context.damage)
    const others = async () => (await collect(store.list(`${base}/some`))).filter(({ key }) => key !== damaged.key)
    const expected = toTexts(whole.map((address) => ({ address })))
    expectSame(toTexts(await others()), expected, 'the list of whole entries beside a damaged one')
    if (store.deleteAll === undefined) return
    await store.deleteAll(`${base}/some`).catch(() => undefined) // it may say that one cannot be deleted
    expectSame(toTexts(await others()), [], 'the list of whole entries after deleteAll, beside a damaged one')
  }),
]

async function setDamaged(context: CheckContext, damage: (address: Address) => Promise<void>): Promise<Address> {
  const address = createAddress(context, 'some', '2')
  await setValue(context.store, address, { secret: 1 })
  await damage(address)
  return address
}
