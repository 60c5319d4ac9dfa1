'use server'

import { updateTag } from 'next/cache'

/** A server action. The page that it returns shows the new data already. */
export async function updateRooms(): Promise<void> {
  updateTag('rooms')
}
