import { useCachetta } from 'cachetta/react'

/** A choice that this browser remembers: an entry like any other, which nobody fetches. */
export function useSwitch(name: string): readonly [boolean, (isOn: boolean) => void] {
  const { data, mutate } = useCachetta<boolean, readonly [string, string]>(['switch', name], null, {
    fallbackData: true,
    duration: Number.POSITIVE_INFINITY,
  })
  return [data, (isOn) => void mutate(isOn, false)]
}
