import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { ListBar } from '@/ui/list-bar'
import { Menu } from '@/ui/menu'
import { Status } from '@/ui/status'
import { Tabs, type Tab } from '@/ui/tabs'
import { countQuery } from '../api/queries'
import type { ListState } from './use-list-state'
import { ShareDialog } from './share-dialog'
import { useViewActions } from './use-view-actions'
import { ViewNameDialog } from './view-name-dialog'

function useTabs(state: ListState): Tab<string>[] {
  const { t } = useLingui()
  const format = useFormat()
  const count = useQuery(countQuery(state.query)).data
  const shown = count && (count.is_exact ? format.number(count.count) : `${format.number(count.count)}+`)
  const all = [{ value: 'all', label: t`All` }, { value: 'mine', label: t`Mine` }, { value: 'team', label: t`My team` }, { value: 'shared', label: t`Shared with me` }, ...state.views.map((view) => ({ value: view.id, label: view.name }))]
  return all.map((tab) => (tab.value === state.viewId && shown !== undefined ? { ...tab, count: shown } : tab))
}

/** 40 px: the lists everybody has, one's own, and what to do with a changed one. */
export function ViewBar({ state }: { state: ListState }) {
  const { t } = useLingui()
  const isPhone = useIsPhone()
  const can = useCan()
  const [naming, setNaming] = useState<'new' | 'rename' | 'share' | null>(null)
  const canChange = state.saved?.can_change ?? false
  const unknown = [...new Set(state.saved?.unknown.map((one) => one.name))].join(', ')
  const actions = useViewActions(state)
  const tabs = useTabs(state)
  const author = state.saved?.author ?? ''
  const more = state.saved && (
    <Menu
      position="bottom-end"
      target={<IconButton size="sm" icon="more" label={t`This view`} />}
      sections={[{ id: 'view', items: [
        ...(canChange && can('views.share') ? [{ id: 'share', label: state.saved.audience ? t`Sharing` : t`Share`, icon: 'users' as const, run: () => { setNaming('share') } }] : []),
        ...(canChange ? [{ id: 'rename', label: t`Rename`, icon: 'note' as const, run: () => { setNaming('rename') } }] : []),
        { id: 'copy', label: t`Save as a new view`, icon: 'copy', run: () => { if (state.saved?.is_mine) setNaming('new'); else actions.copy() } },
        ...(canChange ? [{ id: 'delete', label: t`Delete the view`, icon: 'trash' as const, isDanger: true, run: actions.remove }] : []),
      ] }]}
    />
  )
  const end = isPhone ? more : (
    <>
      {unknown && <Status tone="warn">{t`No longer there: ${unknown}`}</Status>}
      {state.saved && !state.saved.is_mine && <span className="m t3 el">{t`shared by ${author}`}</span>}
      {state.isChanged && <span className="m t3">{t`View changed`}</span>}
      {state.isChanged && <Button variant="ghost" size="sm" onClick={state.reset}>{t`Reset`}</Button>}
      {state.isChanged && <Button size="sm" isBusy={actions.isSaving} onClick={() => { if (canChange) actions.save(); else setNaming('new') }}>{t`Save view`}</Button>}
      {more}
    </>
  )
  return (
    <ListBar title={t`Customers`} isTitleHidden={isPhone} end={end}>
      <Tabs label={t`Views`} tabs={tabs} value={state.viewId} onChange={state.openView} />
      {!isPhone && <IconButton size="sm" icon="plus" label={t`New view`} onClick={() => { setNaming('new') }} />}
      {naming === 'share' && state.saved && <ShareDialog view={state.saved} onClose={() => { setNaming(null) }} onShare={actions.share} />}
      {naming && naming !== 'share' && (
        <ViewNameDialog
          isRename={naming === 'rename'}
          name={naming === 'rename' ? (state.saved?.name ?? '') : ''}
          onClose={() => { setNaming(null) }}
          onSave={(name) => (naming === 'rename' ? actions.rename(name) : actions.create(name))}
        />
      )}
    </ListBar>
  )
}
