import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { cancelRun, refusedQuery, runQuery } from '@/api/bulk-runs'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { RunProgress } from '@/ui/run-progress'
import { ThinBar } from '@/ui/thin-bar'

interface Props {
  id: string
  title: string
  onClose: () => void
}

/** How far it is; it goes on when the dialog is closed. */
export function RunDialog({ id, title, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const run = useQuery(runQuery(id)).data
  const isOver = run !== undefined && run.status !== 'RUNNING'
  const refused = useQuery({ ...refusedQuery(id), enabled: isOver && run.refused > 0 }).data
  const stop = useMutation({ mutationFn: () => cancelRun(id) })
  useEffect(() => { if (isOver) void client.invalidateQueries({ queryKey: ['changes'] }) }, [isOver, client])
  const footer = (
    <>
      {!isOver && <Button isBusy={stop.isPending || run?.is_canceling} onClick={() => { stop.mutate() }}>{t`Stop`}</Button>}
      <Button variant="primary" onClick={onClose}>{isOver ? t`Close` : t`Go on in the background`}</Button>
    </>
  )
  return <Dialog isOpen onClose={onClose} title={title} footer={footer}>{run ? <RunProgress run={run} refused={refused} /> : <ThinBar isActive />}</Dialog>
}
