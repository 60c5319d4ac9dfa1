import { addVote } from '../../../../../server/talks.ts'

export async function POST(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return Response.json(await addVote(id))
}
