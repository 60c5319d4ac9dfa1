import { randomUUID } from 'node:crypto'
import { readSeats } from '../../../server/rooms.ts'

/** The first visitor of a room renders its page for all instances. It is rendered again after an hour, or when it is revalidated. */
export const revalidate = 3_600
export const generateStaticParams = () => []

export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return (
    <>
      <h1>{name}</h1>
      <p data-name="seats">{await readSeats(name)}</p>
      <p data-name="rendered">{randomUUID()}</p>
    </>
  )
}
