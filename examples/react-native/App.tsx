import AsyncStorage from '@react-native-async-storage/async-storage'
import { Cachetta } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { storageStore } from 'cachetta/storage'
import type { ReactElement } from 'react'
import { FlatList, Pressable, Text, View } from 'react-native'

const api = 'https://api.example.com'

/** The entries of the application. They outlast a restart of it. */
const cache = new Cachetta({ path: 'app', store: storageStore(AsyncStorage), duration: '5m', staleDuration: '7d' })

interface Talk {
  readonly id: number
  readonly title: string
  readonly startsAt: Date
}

interface TalkData {
  readonly id: number
  readonly title: string
  readonly startsAt: string
}

/** A cached function. Hooks and other code share its results. */
const fetchTalks = cache.at('talks')(async (): Promise<Talk[]> => {
  const response = await fetch(`${api}/talks`)
  if (!response.ok) throw new Error(`the server answered with ${response.status}`)
  const talks: TalkData[] = await response.json()
  return talks.map((talk) => ({ ...talk, startsAt: new Date(talk.startsAt) }))
})

export function App(): ReactElement {
  return (
    <CachettaProvider cache={cache}>
      <Talks />
    </CachettaProvider>
  )
}

function Talks(): ReactElement {
  const { data, error, isLoading, isValidating, source, mutate } = useCachetta([fetchTalks])
  if (isLoading) return <Text>Loading …</Text>
  if (data === undefined) return <Text>{String(error)}</Text>
  return (
    <View>
      <Text testID="source">{source}</Text>
      <FlatList data={data} keyExtractor={({ id }) => String(id)} renderItem={({ item }) => <TalkRow talk={item} />} />
      <Pressable onPress={() => mutate()} disabled={isValidating}>
        <Text>Refresh</Text>
      </Pressable>
    </View>
  )
}

function TalkRow({ talk }: { talk: Talk }): ReactElement {
  return (
    <Text>
      {talk.title}, {talk.startsAt.toISOString()}
    </Text>
  )
}
