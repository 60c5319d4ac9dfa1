import { useCachetta } from 'cachetta/react'

/** A setting of this browser, true by default. It is an entry without a fetcher, so it is kept in IndexedDB. */
export function useSetting(name: string): readonly [boolean, (isOn: boolean) => void] {
  const { data, mutate } = useCachetta<boolean, readonly [string, string]>(['setting', name], null, {
    fallbackData: true,
    duration: Number.POSITIVE_INFINITY,
  })
  return [data, (isOn) => void mutate(isOn, false)]
}
