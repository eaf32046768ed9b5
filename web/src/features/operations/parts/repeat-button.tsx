import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { Button } from '@/ui/button'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'

interface Props {
  label: string
  done: string
  run: () => Promise<unknown>
}

export function RepeatButton({ label, done, run }: Props) {
  const client = useQueryClient()
  const can = useCan()
  const repeating = useMutation({
    mutationFn: run,
    onSuccess: () => { showToast(done) },
    onError: showRefusal,
    onSettled: () => client.invalidateQueries({ queryKey: ['operations'] }),
  })
  if (!can('operations.manage')) return null
  return <Button size="sm" icon="refresh" isBusy={repeating.isPending} onClick={(event) => { event.stopPropagation(); repeating.mutate() }}>{label}</Button>
}
