import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { IconButton } from '@/ui/icon-button'
import { SegmentedControl } from '@/ui/segmented-control'
import { showRefusal } from '@/ui/show-refusal'
import { Skeleton } from '@/ui/skeleton'
import { changeMapping, deleteMapping, mappingsQuery, type SavedMapping, type SharedWith } from '../api/mappings'
import { sharingWords } from './sharing-words'
import css from './wizard.module.css'

function Row({ mapping }: { mapping: SavedMapping }) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries(mappingsQuery)
  const sharing = useMutation({ mutationFn: (shared_with: SharedWith) => changeMapping(mapping.id, { shared_with }), onSettled, onError: showRefusal })
  const deleting = useMutation({ mutationFn: () => deleteMapping(mapping.id), onSettled, onError: showRefusal })
  const { name } = mapping
  const choices = (['NOBODY', 'TEAM', 'ALL'] as const).map((value) => ({ value, label: i18n._(sharingWords[value]) }))
  return (
    <li className={css.mapping}>
      <span className="grow el" title={mapping.heads.join(', ')}>{name}</span>
      {mapping.is_mine
        ? <SegmentedControl isSmall label={t`Who may use ${name}`} value={mapping.shared_with} onChange={(next) => { sharing.mutate(next) }} choices={choices} />
        : <span className="m t3">{t`shared by a colleague`}</span>}
      {mapping.is_mine && <IconButton size="sm" icon="trash" label={t`Delete the mapping ${name}`} disabled={deleting.isPending} onClick={() => { deleting.mutate() }} />}
    </li>
  )
}

/** One's own mappings and those that colleagues share. */
export function MappingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const list = useQuery(mappingsQuery)
  return (
    <Dialog isOpen onClose={onClose} title={t`Saved mappings`} footer={<Button onClick={onClose}>{t`Close`}</Button>}>
      {list.isPending && <Skeleton lines={4} />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && <EmptyState title={t`No saved mappings`} withDrawing={false}>{t`Map the columns of a file once and press Save the mapping: it is offered for files with the same columns.`}</EmptyState>}
      <ul>{list.data?.map((mapping) => <Row key={mapping.id} mapping={mapping} />)}</ul>
    </Dialog>
  )
}
