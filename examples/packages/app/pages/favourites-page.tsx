import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { FavouriteButton } from '../components/favourite-button.tsx'
import { QueryProblem } from '../components/query-problem.tsx'
import { QuerySource } from '../components/where-from/query-source.tsx'
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
      <QueryProblem query={query} subject="your favourites" />
      {query.data?.length === 0 && (
        <p className="empty">
          No favourites yet. Click the star ☆ of a package to add it. <Link href="/">See all installed packages</Link>
        </p>
      )}
      <ul className="rows">
        {query.data?.map((id) => (
          <li key={id} className="row is-short">
            <FavouriteButton id={id} />
            <Link href={createPackagePath(id)}>{id}</Link>
          </li>
        ))}
      </ul>
    </>
  )
}
