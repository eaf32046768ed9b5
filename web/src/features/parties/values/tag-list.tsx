import { useTags } from '@/api/fields'
import { TagChip } from '@/ui/tag-chip'

interface Props {
  ids: string[]
  /** The rest go into "+3". */
  limit?: number
}

export function TagList({ ids, limit = 2 }: Props) {
  const tags = useTags()
  const names = ids.map((id) => tags.find((tag) => tag.id === id)?.name).filter((name): name is string => Boolean(name))
  const rest = names.slice(limit)
  return (
    <>
      {names.slice(0, limit).map((name) => <TagChip key={name} name={name} />)}
      {rest.length > 0 && <span className="m t3 num" title={rest.join(', ')}>+{rest.length}</span>}
    </>
  )
}
