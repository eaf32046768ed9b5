import { useRun } from '@/api/bulk-runs'
import { RunFrame } from '@/ui/run-frame'

interface Props {
  id: string
  title: string
  onClose: () => void
}

const changesKey = ['changes'] as const

export function RunDialog({ id, ...rest }: Props) {
  return <RunFrame {...useRun(id, changesKey)} {...rest} />
}
