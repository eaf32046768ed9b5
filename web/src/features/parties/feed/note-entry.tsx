import { useLingui } from '@lingui/react/macro'
import type { FeedEntryProps } from '@/lib/card-slots'

export function NoteEntry({ entry }: FeedEntryProps) {
  const { t } = useLingui()
  return (
    <>
      <div><b>{t`Note`}</b> <span className="t3">{entry.actor}</span></div>
      <p>{String(entry.details.text ?? '')}</p>
    </>
  )
}
