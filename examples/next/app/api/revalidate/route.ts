import { revalidatePath, revalidateTag } from 'next/cache'

/** `POST /api/revalidate?tag=rooms`, `?tag=rooms&profile=max`, or `?path=/rooms/aula`. A real application checks who asks. */
export async function POST(request: Request) {
  const { searchParams } = new URL(request.url)
  const tag = searchParams.get('tag')
  const path = searchParams.get('path')
  if (tag) revalidateTag(tag, searchParams.get('profile') ?? { expire: 0 })
  if (path) revalidatePath(path)
  return new Response(null, { status: 204 })
}
