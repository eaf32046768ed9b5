import type { Fact } from '../types'
import css from './why.module.css'

export function WhyFacts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={css.facts}>
      {facts.map((fact) => <div key={fact.field}><dt className="el t3" title={fact.label}>{fact.label}</dt><dd className="num">{fact.value}</dd></div>)}
    </dl>
  )
}
