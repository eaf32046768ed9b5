import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { Section } from '@/ui/section'
import { showRefusal } from '@/ui/show-refusal'
import { Status } from '@/ui/status'
import { showToast } from '@/ui/toast'
import { releaseOutbound, type Overview } from '../api'
import { attentionWords } from './attention-words'
import css from './operations.module.css'

function Release() {
  const { t } = useLingui()
  const client = useQueryClient()
  const can = useCan()
  const releasing = useMutation({
    mutationFn: releaseOutbound,
    onError: showRefusal,
    onSuccess: () => { showToast(t`Scenarios act and messages leave again`); void client.invalidateQueries({ queryKey: ['operations'] }) },
  })
  if (!can('operations.manage')) return null
  return <Button variant="primary" icon="play" isBusy={releasing.isPending} onClick={() => { releasing.mutate() }}>{t`Release`}</Button>
}

export function AttentionList({ overview }: { overview: Overview }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  if (overview.attention.length === 0) return <Section><Status tone="quiet">{t`All is well. Nobody has to act.`}</Status></Section>
  const restored = overview.pause?.restored_to
  const instant = restored ? format.instant(restored) : ''
  return (
    <Section title={t`Needs you`}>
      <ul className={css.list}>
        {overview.attention.map((code) => {
          const words = attentionWords[code]
          if (!words) return null
          const { tab } = words
          return (
            <li key={code} className={css.item}>
              <Status tone={code === 'no_backup' ? 'neutral' : 'warn'} />
              <div className="grow">
                <b>{i18n._(words.title)}</b>
                <p className="t2">{i18n._(words.remedy)}{code === 'held' && instant ? ` ${t`Restored to ${instant}.`}` : ''}</p>
              </div>
              {code === 'held' && <Release />}
              {tab && <Button onClick={() => { goTo('/operations', {}, { tab }) }}>{t`Open`}</Button>}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
