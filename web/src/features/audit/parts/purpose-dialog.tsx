import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { hasText, type LocalizedText } from '@/i18n/texts'
import { Dialog } from '@/ui/dialog'
import { LocalizedInput } from '@/ui/localized-input'
import { TextInput } from '@/ui/text-input'
import { savePurpose, type Purpose } from '../consents-api'
import css from './parts.module.css'

interface Props {
  /** null: a new one. */
  purpose: Purpose | null
  onSaved: () => Promise<void>
  onClose: () => void
}

export function PurposeDialog({ purpose, onSaved, onClose }: Props) {
  const { t } = useLingui()
  const [name, setName] = useState<LocalizedText>(purpose?.names ?? {})
  const [text, setText] = useState<LocalizedText>(purpose?.texts ?? {})
  const [code, setCode] = useState(purpose?.code ?? '')
  const saving = useMutation({
    mutationFn: () => savePurpose(purpose?.id ?? null, purpose ? { name, text } : { code: code.trim(), name, text }),
    onSuccess: async () => { await onSaved(); onClose() },
  })
  const isReady = hasText(name) && code.trim() !== ''
  const save = () => { if (isReady && !saving.isPending) saving.mutate() }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={purpose ? t`Change the purpose` : t`New purpose`}
      act={{ label: t`Save`, run: save, isBusy: saving.isPending, isReady }} refusal={refusalOf(saving.error)}
    >
      <div className={css.form}>
        <LocalizedInput label={t`Name`} value={name} onChange={setName} error={fieldRefusal(saving.error, 'name')} />
        <LocalizedInput isMultiline label={t`What exactly is agreed to`} value={text} onChange={setText} error={fieldRefusal(saving.error, 'text')} />
        <TextInput label={t`Code`} description={t`Small Latin letters; conditions name the field by it, so it stays`} value={code} onChange={setCode} disabled={purpose !== null} maxLength={40} error={fieldRefusal(saving.error, 'code')} />
      </div>
    </Dialog>
  )
}
