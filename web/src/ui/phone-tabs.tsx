import { Link, useNavigate } from '@tanstack/react-router'
import { useLingui } from '@lingui/react/macro'
import type { ShellNavGroup, ShellNavItem } from './app-shell'
import css from './phone-tabs.module.css'
import { Icon } from './icon'
import { Menu } from './menu'

function Badge({ read }: { read: () => number | null }) {
  const count = read()
  return count ? <span className={css.badge}>{count > 99 ? '99+' : count}</span> : null
}

function Tab({ item }: { item: ShellNavItem }) {
  return (
    <Link to={item.to} className={css.tab} activeProps={{ 'aria-current': 'page' }}>
      <span className={css.icon}><Icon name={item.icon} />{item.Count && <Badge read={item.Count} />}</span>
      <span className="el">{item.label}</span>
    </Link>
  )
}

/** Four places at most, the rest behind "More". */
export function PhoneTabs({ groups }: { groups: ShellNavGroup[] }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const items = groups.flatMap((group) => group.items)
  const pinned = items.filter((item) => item.isOnPhone).slice(0, 4)
  const more = groups.map((group) => ({
    id: group.id,
    title: group.title,
    items: group.items.filter((item) => !pinned.includes(item)).map((item) => ({ id: item.to, label: item.label, icon: item.icon, run: () => void navigate({ to: item.to }) })),
  }))
  const target = <button type="button" className={css.tab}><span className={css.icon}><Icon name="more" /></span><span className="el">{t`More`}</span></button>
  return (
    <nav className={css.tabs} aria-label={t`Main`}>
      {pinned.map((item) => <Tab key={item.to} item={item} />)}
      {items.length > pinned.length && <Menu target={target} sections={more} position="top-start" width={260} />}
    </nav>
  )
}
