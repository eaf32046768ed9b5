import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { localeNames, locales } from '@/i18n/locale'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { TextInput } from '@/ui/text-input'
import { changeStrategy, strategiesQuery, strategyQuery } from '../api'
import { useCanvas } from './canvas-context'

export function RenameDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { strategy } = useCanvas()
  const queryClient = useQueryClient()
  const [names, setNames] = useState(strategy.names)
  const saving = useMutation({
    mutationFn: () => changeStrategy(strategy.id, { name: names }),
    onSuccess: (answer) => {
      queryClient.setQueryData(strategyQuery(strategy.id).queryKey, answer)
      void queryClient.invalidateQueries({ queryKey: strategiesQuery.queryKey })
      onClose()
    },
  })
  return (
    <Dialog isOpen onClose={onClose} size="sm" title={t`Rename the strategy`} act={{ label: t`Rename`, run: saving.mutate, isBusy: saving.isPending }} refusal={wordsOf(saving.error)}>
      <div className="stack">
        {locales.map((one) => <TextInput key={one} label={localeNames[one]} value={names[one] ?? ''} maxLength={200} onChange={(text) => { setNames({ ...names, [one]: text }) }} />)}
      </div>
    </Dialog>
  )
}
