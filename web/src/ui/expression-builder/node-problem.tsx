import { FieldError } from '../field-error'
import { useBuilder } from './builder-context'
import css from './expression-builder.module.css'

export function NodeProblem({ id, fallback }: { id: string; fallback?: string }) {
  const { problems } = useBuilder()
  const text = problems.get(id) ?? fallback
  return text ? <p className={css.problem} role="alert"><FieldError>{text}</FieldError></p> : null
}
