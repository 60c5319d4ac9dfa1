// The parts of React Native that the application uses, as elements of the test renderer.
import { createElement } from 'react'

export const View = 'View'
export const Text = 'Text'
export const Pressable = 'Pressable'

export function FlatList({ data, keyExtractor, renderItem }) {
  const createRow = (item, index) => createElement('Row', { key: keyExtractor(item) }, renderItem({ item, index }))
  return createElement('FlatList', null, data.map(createRow))
}
