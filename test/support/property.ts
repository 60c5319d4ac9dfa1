// fast-check, with the same sequences in each `npm test`, so that a run never fails for a change that it does not test.
// `npm run test:long` draws new ones. A failure prints its seed: CACHETTA_SEED runs that sequence again.

import fc from 'fast-check'

const { CACHETTA_SEED: givenSeed, CACHETTA_LONG: isLong } = process.env
const seed = Number(givenSeed ?? 53)

if (givenSeed !== undefined || !isLong) fc.configureGlobal({ seed })

export { fc }
