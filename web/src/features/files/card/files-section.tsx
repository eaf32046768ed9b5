import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import type { CardSectionProps } from '@/lib/card-slots'
import { Button } from '@/ui/button'
import { Section } from '@/ui/section'
import { FileBox } from '../components/file-box'
import { FileLine, type BriefFile } from '../components/file-line'

interface FilesData {
  items: BriefFile[]
  count: number
}

/** The customer's latest files, those on tasks and notes too. */
export function FilesSection({ partyId, data }: CardSectionProps) {
  const { t } = useLingui()
  const format = useFormat()
  if (!data) return null
  const { items, count } = data as FilesData
  const total = format.number(count)
  return (
    <Section title={t`Files`} action={count > 0 ? <span className="num">{count >= 1000 ? `${total}+` : total}</span> : undefined}>
      <FileBox place={{ kind: 'party', id: partyId }}>
        {items.map((file) => <FileLine key={file.id} file={file} />)}
        {count > items.length && <div><Button variant="link" onClick={() => { goTo('/files', {}, { party: partyId }) }}>{t`All files: ${total}`}</Button></div>}
      </FileBox>
    </Section>
  )
}
