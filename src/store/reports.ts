import type { Address } from '../key/address.ts'

// What a store tells without being asked.

/** Takes an error of a store, and the address of the entry if it is the fault of one: the value cannot be kept. */
export type ReportError = (error: unknown, address?: Address) => void

/** Hears of an entry that a store has deleted by itself. */
export type EvictionListener = (address: Address) => void
