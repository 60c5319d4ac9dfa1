import { connection } from 'next/server'
import { readEquipment, readSeats, readWeather } from '../../server/rooms.ts'
import { updateRooms } from './actions.ts'

/** Rendered for each request, from data that all instances share. */
export default async function Page() {
  await connection()
  const [equipment, seats, weather] = await Promise.all([readEquipment('aula'), readSeats('aula'), readWeather()])
  return (
    <>
      <h1>Rooms</h1>
      <p data-name="equipment">{equipment}</p>
      <p data-name="seats">{seats}</p>
      <p data-name="weather">{weather}</p>
      <form action={updateRooms}>
        <button type="submit">Update</button>
      </form>
    </>
  )
}
