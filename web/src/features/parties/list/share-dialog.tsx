import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { MultiSelect } from '@/ui/multi-select'
import { Select } from '@/ui/select'
import type { SavedView } from '../api/types'
import { listAudiences } from '../api/views'
import css from '../bulk/bulk.module.css'

interface Props {
  view: SavedView
  onClose: () => void
  onShare: (audience: SavedView['audience'], audienceId: string | undefined, roleIds: string[] | null) => Promise<void>
}

/** Who else has this view, and for which roles the list opens with it. */
export function ShareDialog({ view, onClose, onShare }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const all = useQuery({ queryKey: ['views', 'audiences'], queryFn: ({ signal }) => listAudiences(signal), staleTime: 60_000 }).data ?? []
  const [audience, setAudience] = useState<SavedView['audience']>(view.audience)
  const [audienceId, setAudienceId] = useState<string | null>(view.audience_id)
  const [roles, setRoles] = useState(view.default_role_ids)
  const manages = can('views.manage')
  const saving = useMutation({ mutationFn: () => onShare(audience, audienceId ?? undefined, manages ? roles : null), onSuccess: onClose })
  const options = all.filter((one) => one.audience === audience && (one.is_mine || manages)).map((one) => ({ value: one.id, label: one.name }))
  const kinds = [{ value: 'ME', label: t`Only me` }, { value: 'TEAM', label: t`A team` }, { value: 'ROLE', label: t`A role` }, { value: 'ALL', label: t`Everybody` }]
  const needsOne = audience === 'TEAM' || audience === 'ROLE'
  const isReady = !needsOne || audienceId !== null
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t`Share the view`}
      subtitle={view.name}
      note={t`Everybody sees in it only customers of his own scope.`}
      act={{ label: t`Save`, run: () => { saving.mutate() }, isBusy: saving.isPending, isReady }}
      refusal={wordsOf(saving.error)}
    >
      <div className={css.form}>
        <Select label={t`Who sees it`} options={kinds} value={audience ?? 'ME'} onChange={(next) => { setAudience(next === 'ME' || next === null ? null : (next as SavedView['audience'])); setAudienceId(null) }} />
        {needsOne && <Select label={audience === 'TEAM' ? t`Team` : t`Role`} options={options} value={audienceId} onChange={setAudienceId} isSearchable />}
        {manages && audience && <MultiSelect label={t`The list opens with it for roles`} options={all.filter((one) => one.audience === 'ROLE').map((one) => ({ value: one.id, label: one.name }))} value={roles} onChange={setRoles} />}
      </div>
    </Dialog>
  )
}
