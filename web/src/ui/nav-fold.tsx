import { useId, type ReactNode } from 'react'
import { useMedia } from '@/lib/hooks/use-media'
import { usePref } from '@/lib/prefs'
import type { ShellNavGroup } from './app-shell'
import css from './app-shell.module.css'
import { Icon } from './icon'
import { NavCount } from './nav-count'
import { useIsInGroup } from './use-is-in-group'

interface Props {
  group: ShellNavGroup
  /** On a low screen the groups do not all fit. */
  isFoldedWhenLow: boolean
  children: ReactNode
}

/** A group of the navigation that folds; the page one is on is never hidden. */
export function NavFold({ group, isFoldedWhenLow, children }: Props) {
  const id = useId()
  const isLow = useMedia('(max-height: 860px)')
  const [chosen, choose] = usePref<boolean | null>(`navOpen.${group.id}`, null)
  const isHere = useIsInGroup(group)
  const isOpen = isHere || (chosen ?? !(isLow && isFoldedWhenLow))
  return (
    <>
      <h2 className={css.foldTitle}>
        <button type="button" className={css.fold} aria-expanded={isOpen} aria-controls={id} onClick={() => { choose(!isOpen) }} disabled={isHere}>
          <span className="el">{group.title}</span>
          {!isHere && <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />}
          {!isOpen && group.items.map((item) => item.Count && <NavCount key={item.to} read={item.Count} isDot={false} />)}
        </button>
      </h2>
      <div id={id} hidden={!isOpen}>{isOpen && children}</div>
    </>
  )
}
