import { useLingui } from '@lingui/react/macro'
import type { FeedEntryProps } from '@/lib/card-slots'

export function NoteEntry({ entry }: FeedEntryProps) {
  const { t } = useLingui()
  const text = String(entry.details.text ?? '')
  return (
    <>
      <div><b>{t`Note`}</b> <span className="t3">{entry.actor}</span></div>
      {text && <p>{text}</p>}
    </>
  )
}
