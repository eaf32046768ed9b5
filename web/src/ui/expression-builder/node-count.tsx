import { useFormat } from '@/lib/format/use-format'
import { useBuilder } from './builder-context'
import css from './expression-builder.module.css'

export function NodeCount({ id }: { id: string }) {
  const { counts } = useBuilder()
  const format = useFormat()
  const count = counts.get(id)
  return <span className={`${css.count} num`}>{count === undefined ? '' : format.number(count)}</span>
}
