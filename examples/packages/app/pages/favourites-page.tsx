import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { FavouriteButton } from '../components/favourite-button.tsx'
import { QuerySource } from '../components/query-sources.tsx'
import { createPackagePath } from '../routes.ts'
import { useFavourites } from '../use-favourites.ts'

export function FavouritesPage(): ReactNode {
  const { query } = useFavourites()
  return (
    <>
      <h1>Favourites</h1>
      <p className="tools">
        Only you see this list. <QuerySource label="favourites" query={query} />
      </p>
      {query.data?.length === 0 && <p className="empty">No favourites yet. Click the star of a package to add it.</p>}
      <ul className="rows">
        {query.data?.map((id) => (
          <li key={id} className="row">
            <FavouriteButton id={id} />
            <Link href={createPackagePath(id)}>{id}</Link>
          </li>
        ))}
      </ul>
    </>
  )
}
