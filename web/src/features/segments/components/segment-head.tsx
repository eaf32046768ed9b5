import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { textIn } from '@/i18n/texts'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import type { ExpressionDraft } from '@/ui/expression-builder/use-expression-draft'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import { PageHead } from '@/ui/page-head'
import { showRefusal } from '@/ui/show-refusal'
import { Status } from '@/ui/status'
import type { Segment } from '../api'
import { segmentsRoute } from '../routes'
import { NameDialog } from './name-dialog'
import css from './segment.module.css'
import type { SegmentSaving } from './use-segment-saving'

interface Props {
  saved: Segment | null
  saving: SegmentSaving
  draft: ExpressionDraft
  isReadOnly: boolean
  onSave: () => void
}

export function SegmentHead({ saved, saving, isReadOnly, onSave }: Props) {
  const { t, i18n } = useLingui()
  const isPhone = useIsPhone()
  const title = textIn(saving.names, i18n.locale) || (saved?.name ?? t`New segment`)

  const remove = () => { saving.remove().catch(showRefusal) }

  const more = (
    <Menu
      position="bottom-end"
      target={<IconButton icon="more" label={t`Segment actions`} withTooltip={false} />}
      sections={[
        { id: 'name', items: [{ id: 'rename', label: t`Name in three languages…`, icon: 'note', run: () => { saving.setNaming(true) } }, ...(saved ? [{ id: 'copy', label: t`Copy as a new segment`, icon: 'copy' as const, run: () => { goTo('/segments/$id', { id: 'new' }, { from: saved.id }) } }] : [])] },
        { id: 'audience', items: [{ id: 'public', label: saving.isPublic ? t`Hide members where a field is hidden` : t`Show members also where a field is hidden`, icon: 'eye', run: () => { saving.setPublic(!saving.isPublic) } }] },
        { id: 'remove', items: saved ? [{ id: 'delete', label: t`Delete the segment`, icon: 'trash', isDanger: true, run: remove }] : [] },
      ]}
    />
  )
  return (
    <>
      <PageHead
        isCanvas
        title={title}
        before={isPhone ? undefined : <span className={css.crumb}><Link to={segmentsRoute.to}>{t`Segments`}</Link><Icon name="chevron-right" size={14} /></span>}
        marks={(
          <>
            {saving.isDirty && !isReadOnly && <Status tone="neutral">{t`Not saved`}</Status>}
            {saving.isPublic && <Status tone="quiet">{t`Members shown to everybody`}</Status>}
          </>
        )}
        actions={isReadOnly ? undefined : (
          <>
            {more}
            <Button variant="primary" keys="mod+s" isBusy={saving.isBusy} disabled={!saving.isDirty && saved !== null} onClick={onSave}>{isPhone ? t`Save` : t`Save the segment`}</Button>
          </>
        )}
      />
      {saving.isNaming && <NameDialog saving={saving} onSave={onSave} canSave={!saved} />}
    </>
  )
}
