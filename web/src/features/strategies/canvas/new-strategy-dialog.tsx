import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useExpressionCatalogue } from '@/api/use-expression-catalogue'
import { hasText, type LocalizedText } from '@/i18n/texts'
import { goTo } from '@/lib/router-link'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { LocalizedInput } from '@/ui/localized-input'
import { Select } from '@/ui/select'
import { createStrategy } from '../api'
import { newStage } from '../draft/draft'

export function NewStrategyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { segments } = useExpressionCatalogue()
  const [name, setName] = useState<LocalizedText>({})
  const [segment, setSegment] = useState<string | null>(null)
  const [isNameMissing, setIsNameMissing] = useState(false)
  const creation = useMutation({
    mutationFn: () => createStrategy(name, { segment_id: segment, stages: [newStage()] }),
    onSuccess: (strategy) => { goTo('/strategies/$id', { id: strategy.id }) },
  })

  function create(): void {
    setIsNameMissing(!hasText(name))
    if (hasText(name)) creation.mutate()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t`Create a strategy`}
      act={{ label: t`Create the strategy`, run: create, isBusy: creation.isPending }} refusal={wordsOf(creation.error)}
    >
      <div className="stack">
        <LocalizedInput label={t`Name`} value={name} onChange={setName} maxLength={200} autoFocus error={isNameMissing ? t`Give the strategy a name` : undefined} />
        <Select label={t`Segment it serves`} options={segments} value={segment} onChange={setSegment} isSearchable placeholder={t`Choose now or later`} />
        <p className="m t3">{t`Nothing happens to customers until you activate it.`}</p>
      </div>
    </Dialog>
  )
}
