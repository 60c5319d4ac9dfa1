import type { RouteConfig } from '@react-router/dev/routes'
import { index, route } from '@react-router/dev/routes'

const routes: RouteConfig = [
  index('routes/shelf.tsx'),
  route('books/:id', 'routes/book.tsx'),
  route('api/books', 'routes/api-books.ts'),
  route('api/books/:id', 'routes/api-book.ts'),
  route('api/books/:id/review', 'routes/api-review.ts'),
]

export default routes
