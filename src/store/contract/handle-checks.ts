import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Check } from './check.ts'
import { createAddress, createCheck, getValue, setValue } from './check.ts'
import { expectSame } from './expect.ts'

/** Checks with a second handle on the same medium. */
export const handleChecks: readonly Check[] = [
  createCheck('shows sets and deletes to a second handle', ['reopened'], async (context) => {
    const address = createAddress(context, 'second', '1')
    await setValue(context.store, address, { a: 1 })
    expectSame(await getValue(context.reopened, address), { value: { a: 1 } }, 'get through a second handle')
    await context.reopened.delete(address)
    const found = await context.store.get(address, builtInTypes)
    expectSame(found, null, 'get after a delete through a second handle')
  }),
]
