import { Link } from '@tanstack/react-router'
import type { ShellNavGroup, ShellNavItem } from './app-shell'
import css from './app-shell.module.css'
import { Icon } from './icon'
import { NavCount } from './nav-count'
import { NavFold } from './nav-fold'
import { NavMenu } from './nav-menu'
import { Tooltip } from './tooltip'
import { useHere } from './use-is-in-group'

function NavLink({ item, isRail }: { item: ShellNavItem; isRail: boolean }) {
  const link = (
    <Link to={item.to} className={css.link} activeProps={{ 'aria-current': 'page' }} aria-label={isRail ? item.label : undefined}>
      <Icon name={item.icon} />
      {!isRail && <span className="el">{item.label}</span>}
      {item.Count && <NavCount read={item.Count} isDot={isRail} />}
    </Link>
  )
  return isRail ? <Tooltip label={item.label}>{link}</Tooltip> : link
}

/** Few entries are never worth folding. */
const fewest = 3
/** As many entries stand on a screen of 768 px without scrolling. */
const mostOnLowScreen = 18

interface GroupProps {
  group: ShellNavGroup
  isRail: boolean
  isFoldedWhenLow: boolean
}

function Group({ group, isRail, isFoldedWhenLow }: GroupProps) {
  const links = group.items.map((item) => <NavLink key={item.to} item={item} isRail={isRail} />)
  if (group.icon === undefined || group.items.length < fewest) {
    return <>{!isRail && group.title && <h2 className={css.group}>{group.title}</h2>}{links}</>
  }
  return isRail ? <NavMenu group={group} /> : <NavFold group={group} isFoldedWhenLow={isFoldedWhenLow}>{links}</NavFold>
}

export function NavList({ groups, isRail }: { groups: ShellNavGroup[]; isRail: boolean }) {
  const folding = groups.filter((group) => group.icon !== undefined)
  const hereId = useHere(folding)
  const count = groups.reduce((sum, group) => sum + group.items.length, 0)
  // Where all do not fit, the last but one waits, or gets the place of the last one while one is in it.
  const waiting = count > mostOnLowScreen ? folding.at(-2)?.id : undefined
  const giving = waiting !== undefined && hereId === waiting ? folding.at(-1)?.id : undefined
  return (
    <div className={css.list}>
      {groups.map((group, index) => {
        const isBesideMenu = group.icon !== undefined && groups[index - 1]?.icon !== undefined
        return (
          <div key={group.id} role="group" aria-label={group.title}>
            {isRail && index > 0 && !isBesideMenu && <hr className={css.line} />}
            <Group group={group} isRail={isRail} isFoldedWhenLow={group.id === waiting || group.id === giving} />
          </div>
        )
      })}
    </div>
  )
}
