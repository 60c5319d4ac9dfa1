import { randomUUID } from 'node:crypto'
import type { GetStaticPaths, GetStaticProps } from 'next'

interface Props {
  readonly name: string
  readonly rendered: string
}

/** A page of the Pages router: rendered for its first visitor, and again after an hour. */
export default function Plan({ name, rendered }: Props) {
  return (
    <>
      <h1>{name}</h1>
      <p data-name="rendered">{rendered}</p>
    </>
  )
}

export const getStaticPaths: GetStaticPaths = () => ({ paths: [], fallback: 'blocking' })

export const getStaticProps: GetStaticProps<Props> = ({ params }) => ({
  props: { name: String(params?.['name']), rendered: randomUUID() },
  revalidate: 3_600,
})
