import type { ReactNode } from 'react'
import { useState } from 'react'

/** Renders its row again with each count, unless the React Compiler memoizes the row. */
export function Page({ name, onRow }: { name: string; onRow: () => void }): ReactNode {
  const [count, setCount] = useState(0)
  return (
    <>
      <button onClick={() => setCount(count + 1)}>{count}</button>
      <Row name={name} onRow={onRow} />
    </>
  )
}

function Row({ name, onRow }: { name: string; onRow: () => void }): ReactNode {
  onRow()
  return <p>{name}</p>
}
