import { useLingui } from '@lingui/react/macro'
import { Icon } from '@/ui/icon'
import { Sentence } from '@/ui/sentence'
import type { Explained } from '../types'
import css from './why.module.css'

/** A condition with what was found: a tick or a cross for every part, and the value that was seen. */
export function ExplainedTree({ node }: { node: Explained }) {
  return <ul className={css.tree}><Part node={withoutLoneGroup(node)} /></ul>
}

/** “All of these” over a single condition says no more than the condition. */
function withoutLoneGroup(node: Explained): Explained {
  const [only, ...others] = node.children
  return only && others.length === 0 && only.truth === node.truth ? withoutLoneGroup(only) : node
}

function Part({ node }: { node: Explained }) {
  const { t } = useLingui()
  const { seen } = node
  return (
    <li>
      <div className={css.part}>
        <span className={node.truth ? css.yes : css.no}><Icon name={node.truth ? 'check' : 'close'} size={12} label={node.truth ? t`holds` : t`does not hold`} /></span>
        <span className="grow"><Sentence text={node.text} />{seen !== null && seen !== '' && <span className="t3">{' '}{t`now: ${seen}`}</span>}</span>
      </div>
      {node.children.length > 0 && <ul className={css.inner}>{node.children.map((child, index) => <Part key={index} node={withoutLoneGroup(child)} />)}</ul>}
    </li>
  )
}
