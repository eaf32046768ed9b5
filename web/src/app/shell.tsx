import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useSession } from '@/api/session'
import type { NavGroup } from '@/lib/feature'
import type { IconName } from '@/lib/icon-paths'
import { AppShell, type ShellNavGroup } from '@/ui/app-shell'
import { ErrorBoundary } from '@/ui/error-boundary'
import { ToastRegion } from '@/ui/toast-region'
import { visible } from './features'
import { Palette } from './palette/palette'
import { KeySheet } from './palette/key-sheet'
import { LookingBar } from './looking-bar'
import { ProofGate } from './proof-gate'
import { TopBar } from './top-bar'
import { UserMenu } from './user-menu'
import { useFocusOnMove } from './use-focus-on-move'
import { useShellServices } from './use-shell-services'

const groupOrder: NavGroup[] = ['work', 'processes', 'money', 'data', 'access', 'settings']
const groupTitles = { work: undefined, processes: msg`Processes`, money: msg`Money`, data: msg`Data`, access: msg`People and access`, settings: msg`Settings` }
const groupIcons: Partial<Record<NavGroup, IconName>> = { data: 'transfer', access: 'shield', settings: 'gear' }

function useNavGroups(): ShellNavGroup[] {
  const { i18n } = useLingui()
  const session = useSession()
  const items = visible(session, (feature) => feature.nav)
  return groupOrder
    .map((id) => {
      const title = groupTitles[id]
      const own = items.filter((item) => item.group === id)
      return { id, title: title && i18n._(title), icon: groupIcons[id], items: own.map((item) => ({ ...item, label: i18n._(item.label), isOnPhone: item.phone })) }
    })
    .filter((group) => group.items.length > 0)
}

export function Shell() {
  const groups = useNavGroups()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const wantsRail = useRouterState({ select: (state) => state.matches.some((match) => match.staticData.rail === true) })
  useShellServices()
  useFocusOnMove(path)
  return (
    <AppShell groups={groups} top={<TopBar />} foot={<UserMenu />} notice={<LookingBar />} startsAsRail={wantsRail}>
      <ErrorBoundary resetKey={path}>
        <Suspense fallback={null}><Outlet /></Suspense>
      </ErrorBoundary>
      <ToastRegion />
      <Palette />
      <KeySheet />
      <ProofGate />
    </AppShell>
  )
}
