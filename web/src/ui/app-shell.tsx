import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { IconName } from '@/lib/icon-paths'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { usePref } from '@/lib/prefs'
import { IconButton } from './icon-button'
import css from './app-shell.module.css'
import { Mark } from './mark'
import { NavList } from './nav-list'
import { OfflineBar } from './offline-bar'
import { PhoneTabs } from './phone-tabs'

export interface ShellNavItem {
  to: string
  label: string
  icon: IconName
  Count?: () => number | null
  isOnPhone?: boolean
}

export interface ShellNavGroup {
  id: string
  title?: string
  /** The group folds, and in a rail it is this icon with a menu. */
  icon?: IconName
  items: ShellNavItem[]
}

interface Props {
  groups: ShellNavGroup[]
  /** Search box, Create, bell: the top bar. */
  top: ReactNode
  /** Bottom of the navigation: the person. */
  foot: ReactNode
  /** Canvas, Queue and Record start as a rail until the person chooses. */
  startsAsRail?: boolean
  /** Stands above every page. */
  notice?: ReactNode
  children: ReactNode
}

/** null: the person has not chosen, the page decides. */
export function useNavRail(startsAsRail: boolean): [boolean, () => void] {
  const [chosen, choose] = usePref<boolean | null>('navRail', null)
  const isRail = chosen ?? startsAsRail
  return [isRail, () => { choose(!isRail) }]
}

export function AppShell({ groups, top, foot, startsAsRail = false, notice, children }: Props) {
  const { t } = useLingui()
  const isPhone = useIsPhone()
  const [isRail, toggleRail] = useNavRail(startsAsRail)
  const toggle = <IconButton size="sm" icon="sidebar" label={isRail ? t`Expand navigation` : t`Collapse navigation`} keys="[" onClick={toggleRail} />
  return (
    <div className={`${css.shell} ${isRail ? css.rail : ''}`}>
      <a className={css.skip} href="#main">{t`Skip to content`}</a>
      {!isPhone && (
        <nav className={css.nav} aria-label={t`Main`}>
          <div className={css.brand}><Mark />{!isRail && <><span className="grow">Kurator</span>{toggle}</>}</div>
          <NavList groups={groups} isRail={isRail} />
          <div className={css.foot}>{isRail && toggle}{foot}</div>
        </nav>
      )}
      <header className={css.top}>{top}</header>
      <main className={css.main} id="main" tabIndex={-1}>
        {notice}
        <OfflineBar />
        {children}
      </main>
      {isPhone && <PhoneTabs groups={groups} />}
    </div>
  )
}
