import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/api/permissions'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import { PageHead } from '@/ui/page-head'
import { Tabs } from '@/ui/tabs'
import { useStrategySearch } from '../use-strategy-search'
import { useCanvas } from './canvas-context'
import { EndDialog } from './end-dialog'
import { RenameDialog } from './rename-dialog'
import { StrategyStatus } from './strategy-status'
import css from './strategy.module.css'
import { useTurns } from './use-turns'

export function StrategyHead() {
  const { t } = useLingui()
  const can = useCan()
  const format = useFormat()
  const { strategy, canEdit } = useCanvas()
  const { search: { tab = 'stages' }, show } = useStrategySearch()
  const turns = useTurns(strategy)
  const [asked, setAsked] = useState<'rename' | 'end' | null>(null)
  const isPhone = useIsPhone()
  const { state } = strategy
  const mayTurn = can('strategies.activate')
  const items = [
    ...(canEdit ? [{ id: 'rename', label: t`Name in three languages…`, icon: 'note' as const, run: () => { setAsked('rename') } }] : []),
    ...(mayTurn && (state === 'ACTIVE' || state === 'PAUSED') ? [{ id: 'end', label: t`End the strategy…`, icon: 'flag' as const, isDanger: true, run: () => { setAsked('end') } }] : []),
  ]
  const tabs = (
    <Tabs
      label={t`Parts of the strategy`}
      value={tab}
      onChange={(next) => { show(next === 'members' ? { tab: 'members' } : {}) }}
      tabs={[{ value: 'stages', label: t`Stages` }, ...(strategy.version_n === null ? [] : [{ value: 'members' as const, label: t`Customers`, count: format.number(strategy.members) }])]}
    />
  )
  return (
    <>
      <PageHead
        isCanvas
        title={strategy.name}
        before={isPhone ? undefined : <span className={css.crumb}><Link to="/strategies">{t`Strategies`}</Link><Icon name="chevron-right" size={14} /></span>}
        marks={<StrategyStatus state={state} version={strategy.version_n} isPlacing={strategy.is_placing} />}
        actions={(
          <>
            {mayTurn && state === 'ACTIVE' && <Button icon="pause" isBusy={turns.isBusy} onClick={turns.pause}>{t`Pause`}</Button>}
            {mayTurn && state === 'PAUSED' && <Button icon="play" variant="primary" isBusy={turns.isBusy} onClick={turns.resume}>{t`Resume`}</Button>}
            {items.length > 0 && <Menu target={<IconButton icon="more" label={t`Strategy actions`} withTooltip={false} />} sections={[{ id: 'all', items }]} position="bottom-end" />}
          </>
        )}
      >
        {!isPhone && tabs}
      </PageHead>
      {isPhone && strategy.version_n !== null && <div className={css.phoneTabs}>{tabs}</div>}
      {asked === 'rename' && <RenameDialog onClose={() => { setAsked(null) }} />}
      {asked === 'end' && <EndDialog turns={turns} onClose={() => { setAsked(null) }} />}
    </>
  )
}
