// A plugin of TypeDoc. It names each door as an import names it, and keeps the errors of `@throws {InvalidKeyError} when …`,
// which TypeDoc would drop: they become one list.
import { Converter, ReflectionKind } from 'typedoc'

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const door of doorsOf(project)) {
      const name = door.name.replace(/^swr-/, 'swr/') // src/swr-infinite.ts is `cachetta/swr/infinite`
      door.name = name === 'index' ? project.packageName : `${project.packageName}/${name}`
    }
  })
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const errors = new Map(
      doorsOf(project)
        .flatMap((door) => door.getChildrenByKind(ReflectionKind.Class))
        .map((error) => [error.name, error]),
    )
    for (const { comment } of Object.values(project.reflections)) if (comment) listErrors(comment, errors)
  })
}

function doorsOf(project) {
  return project.getChildrenByKind(ReflectionKind.Module)
}

/** Joins the tags `@throws` of a comment into one, whose content is a list. */
function listErrors(comment, errors) {
  const tags = comment.blockTags.filter(({ typeAnnotation }) => typeAnnotation)
  const [first, ...others] = tags
  if (!first) return
  first.content = tags.flatMap(({ typeAnnotation, content }) => {
    const name = typeAnnotation.slice(1, -1)
    const error = { kind: 'inline-tag', tag: '@link', text: name, target: errors.get(name) }
    return [{ kind: 'text', text: '\n- ' }, error, { kind: 'text', text: ' ' }, ...content]
  })
  for (const tag of tags) tag.typeAnnotation = undefined
  comment.blockTags = comment.blockTags.filter((tag) => !others.includes(tag))
}
