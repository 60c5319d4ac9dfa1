import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Origin } from '../parts/answers.tsx'
import { FavouriteButton } from '../parts/favourite-button.tsx'
import { packagePath } from '../routes.ts'
import { useFavourites } from '../use-favourites.ts'

export function FavouritesPage(): ReactNode {
  const { query } = useFavourites()
  return (
    <>
      <h1>Your favourites</h1>
      <p className="tools">
        Kept by the server for this browser alone. <Origin what="favourites" of={query} />
      </p>
      {query.data?.length === 0 && <p className="empty">None yet: press a star.</p>}
      <ul className="rows">
        {query.data?.map((id) => (
          <li key={id} className="row">
            <FavouriteButton id={id} />
            <Link href={packagePath(id)}>{id}</Link>
          </li>
        ))}
      </ul>
    </>
  )
}
