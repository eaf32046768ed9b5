import { useLingui } from '@lingui/react/macro'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { PageHead } from '@/ui/page-head'
import { RefusalBox } from '@/ui/refusal-box'
import { Section } from '@/ui/section'
import { Sentence } from '@/ui/sentence'
import type { Segment } from '../api'
import { SegmentCount } from './segment-count'

/** A segment that is partly about fields which the reader may not see: to be read, not to be rewritten. */
export function HiddenSegment({ segment }: { segment: Segment }) {
  const { t } = useLingui()
  return (
    <>
      <PageHead isCanvas title={segment.name} actions={<Button onClick={() => { goTo('/segments') }}>{t`All segments`}</Button>} />
      <Section title={t`Who belongs to it`} action={!segment.is_closed && <SegmentCount id={segment.id} />}>
        <div className="stack">
          <p><Sentence text={segment.sentence} /></p>
          <RefusalBox title={t`Part of this segment is hidden from you`}>{segment.is_closed ? t`It asks about a field that your roles do not show, so its members are not shown to you either. Whoever sees that field can change the segment and show its members to everybody.` : t`It asks about a field that your roles do not show. Whoever sees that field can change the segment.`}</RefusalBox>
        </div>
      </Section>
    </>
  )
}
