import { Link } from '@tanstack/react-router'
import type { ShellNavGroup, ShellNavItem } from './app-shell'
import css from './app-shell.module.css'
import { Icon } from './icon'
import { Tooltip } from './tooltip'

function NavCount({ read, isRail }: { read: () => number | null; isRail: boolean }) {
  const count = read()
  if (!count) return null
  return isRail ? <span className={css.dot} /> : <span className={css.count}>{count}</span>
}

function NavLink({ item, isRail }: { item: ShellNavItem; isRail: boolean }) {
  const link = (
    <Link to={item.to} className={css.link} activeProps={{ 'aria-current': 'page' }} aria-label={isRail ? item.label : undefined}>
      <Icon name={item.icon} />
      {!isRail && <span className="el">{item.label}</span>}
      {item.Count && <NavCount read={item.Count} isRail={isRail} />}
    </Link>
  )
  return isRail ? <Tooltip label={item.label}>{link}</Tooltip> : link
}

export function NavList({ groups, isRail }: { groups: ShellNavGroup[]; isRail: boolean }) {
  return (
    <div className={css.list}>
      {groups.map((group, index) => (
        <div key={group.id} role="group" aria-label={group.title}>
          {isRail && index > 0 && <hr className={css.line} />}
          {!isRail && group.title && <h2 className={css.group}>{group.title}</h2>}
          {group.items.map((item) => <NavLink key={item.to} item={item} isRail={isRail} />)}
        </div>
      ))}
    </div>
  )
}
