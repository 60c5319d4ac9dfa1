/** Counts up when an older browser bundle could not read a newer server's state. */
export const format = 1
