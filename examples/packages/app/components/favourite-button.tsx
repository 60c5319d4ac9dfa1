import type { ReactNode } from 'react'
import { useFavourites } from '../use-favourites.ts'

export function FavouriteButton({ id }: { readonly id: string }): ReactNode {
  const { has, toggle } = useFavourites()
  const isFavourite = has(id)
  return (
    <button
      type="button"
      className="star"
      aria-pressed={isFavourite}
      aria-label={`Favourite ${id}`}
      onClick={() => toggle(id)}
    >
      {isFavourite ? '★' : '☆'}
    </button>
  )
}
