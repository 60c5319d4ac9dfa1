import type { ReactNode } from 'react'
import { useFavourites } from '../use-favourites.ts'

export function FavouriteButton({ id }: { readonly id: string }): ReactNode {
  const { has, isWaiting, toggle } = useFavourites()
  const isFavourite = has(id)
  return (
    <button
      type="button"
      className={isWaiting(id) ? 'star is-waiting' : 'star'}
      aria-pressed={isFavourite}
      aria-label={`Favourite ${id}`}
      title={isWaiting(id) ? 'Not sent yet' : undefined}
      onClick={() => toggle(id)}
    >
      {isFavourite ? '★' : '☆'}
    </button>
  )
}
