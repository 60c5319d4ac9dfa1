import type { FormEvent, ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { EditText } from '../model/actions.ts'
import { parseEditText } from '../model/actions.ts'

interface EditFormProps {
  readonly initial: EditText
  onSave(data: unknown): void
  onCancel(): void
}

/** The data of an entry as JSON, to be changed. A text that is no data stays in the form, with the reason. */
export function EditForm({ initial, onCancel, onSave }: EditFormProps): ReactNode {
  const [text, setText] = useState(initial.text)
  const [problem, setProblem] = useState<string>()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    try {
      onSave(parseEditText({ text, isPlain: initial.isPlain }))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <form className="edit" onSubmit={onSubmit}>
      <label>
        Data as JSON
        <textarea
          ref={field}
          rows={10}
          spellCheck={false}
          value={text}
          aria-invalid={problem !== undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {problem !== undefined && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
      <div className="actions">
        <button type="submit" className="primary">
          Save
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}
