import { useNavigate } from '@tanstack/react-router'
import type { ShellNavGroup } from './app-shell'
import css from './app-shell.module.css'
import { Icon } from './icon'
import { Menu } from './menu'
import { NavCount } from './nav-count'
import { useIsInGroup } from './use-is-in-group'

/** A whole group of the navigation behind one icon of the rail. */
export function NavMenu({ group }: { group: ShellNavGroup }) {
  const navigate = useNavigate()
  const isHere = useIsInGroup(group)
  const items = group.items.map((item) => ({ id: item.to, label: item.label, icon: item.icon, run: () => void navigate({ to: item.to }) }))
  const target = (
    <button type="button" className={css.link} aria-label={group.title} title={group.title} data-here={isHere || undefined}>
      {group.icon && <Icon name={group.icon} />}
      {group.items.map((item) => item.Count && <NavCount key={item.to} read={item.Count} isDot />)}
    </button>
  )
  return <Menu target={target} position="right-start" width={220} sections={[{ id: group.id, title: group.title, items }]} />
}
