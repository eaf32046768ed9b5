import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/empty-state'
import { showRefusal } from '@/ui/show-refusal'
import { restore } from '../api/bulk'

/** An old link to a customer who lies in the recycle bin. */
export function RecycledParty({ id, message }: { id: string; message: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const back = useMutation({ mutationFn: () => restore([id]), onError: showRefusal, onSuccess: () => client.invalidateQueries({ queryKey: ['parties'] }) })
  return (
    <EmptyState isPage title={t`In the recycle bin`} action={<><Button variant="primary" icon="undo" isBusy={back.isPending} onClick={() => { back.mutate() }}>{t`Restore`}</Button><Button onClick={() => { goTo('/recycle-bin') }}>{t`Open the recycle bin`}</Button></>}>
      {message}
    </EmptyState>
  )
}
