// The types of React Native, as far as the application uses them.
declare module 'react-native' {
  import type { ComponentType, ReactElement, ReactNode } from 'react'

  interface Props {
    readonly children?: ReactNode
    readonly testID?: string
  }
  export const View: ComponentType<Props>
  export const Text: ComponentType<Props>
  export const Pressable: ComponentType<Props & { readonly disabled?: boolean; readonly onPress?: () => void }>
  export function FlatList<Item>(props: {
    readonly data: readonly Item[]
    readonly keyExtractor: (item: Item) => string
    readonly renderItem: (row: { readonly item: Item; readonly index: number }) => ReactElement
  }): ReactElement
}

declare module '@react-native-async-storage/async-storage' {
  const AsyncStorage: {
    getItem(key: string): Promise<string | null>
    setItem(key: string, value: string): Promise<void>
    removeItem(key: string): Promise<void>
    getAllKeys(): Promise<readonly string[]>
  }
  // biome-ignore lint/style/noDefaultExport: as in the package
  export default AsyncStorage
}

/** What the host has. */
declare function fetch(url: string): Promise<{
  readonly ok: boolean
  readonly status: number
  json(): Promise<ReturnType<typeof JSON.parse>>
}>
