import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { SegmentedControl } from '@/ui/segmented-control'
import { TextInput } from '@/ui/text-input'
import { showToast } from '@/ui/toast'
import { mappingsQuery, saveMapping, type SharedWith } from '../api/mappings'
import { sharingWords } from './sharing-words'
import css from './wizard.module.css'

interface Props {
  importId: string
  name: string
  onClose: () => void
}

export function SaveMappingDialog({ importId, name: first, onClose }: Props) {
  const { t, i18n } = useLingui()
  const client = useQueryClient()
  const [name, setName] = useState(first.replace(/\.\w+$/, ''))
  const [sharedWith, setSharedWith] = useState<SharedWith>('NOBODY')
  const saving = useMutation({
    mutationFn: () => saveMapping({ import_id: importId, name: name.trim(), shared_with: sharedWith }),
    onSuccess: () => { void client.invalidateQueries(mappingsQuery); showToast(t`Mapping kept`); onClose() },
  })
  const submit = () => { if (name.trim()) saving.mutate() }
  const choices = (['NOBODY', 'TEAM', 'ALL'] as const).map((value) => ({ value, label: i18n._(sharingWords[value]) }))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t`Save the mapping`}
      note={t`Columns and choices are kept, no customers.`}
      act={{ label: t`Save`, run: submit, isBusy: saving.isPending, isReady: name.trim() !== '' }}
    >
      <div className={css.fields}>
        <TextInput label={t`Name`} value={name} onChange={setName} maxLength={100} data-autofocus error={wordsOf(saving.error)} />
        <SegmentedControl label={t`Who may use it`} isWide value={sharedWith} onChange={setSharedWith} choices={choices} />
      </div>
    </Dialog>
  )
}
