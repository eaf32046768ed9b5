import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useFormat } from '@/lib/format/use-format'
import { PlaceMembers } from '../members/place-members'
import { strategyRoute } from '../routes'
import { useCanvas } from './canvas-context'
import { ExpectedFunnel } from './expected-funnel'
import { FunnelTable } from './funnel-table'
import css from './strategy.module.css'

/** Left how many, right who. */
export function LowerHalf() {
  const { t } = useLingui()
  const format = useFormat()
  const { strategy } = useCanvas()
  const { place = 'all' } = strategyRoute.useSearch()
  if (strategy.version_n === null) return <div className={css.lower}><ExpectedFunnel /></div>
  const shown = strategy.places.find((one) => one.uid === place)
  const count = shown ? shown.members : strategy.members
  const name = !shown ? t`All customers` : shown.ord === 0 ? t`Waiting` : `${shown.ord} ${shown.name}`
  return (
    <div className={css.lower}>
      <section aria-label={t`Funnel`}><FunnelTable current={place} /></section>
      <section aria-label={name}>
        <div className={css.lowerHead}>
          <h2 className="sb el">{name}</h2>
          <span className="num t3">{format.number(count)}</span>
          <span className="grow" />
          <Link to={strategyRoute.to} params={{ id: strategy.id }} search={{ tab: 'members', place: shown?.uid }} className="link m nb">{t`Open as a list`}</Link>
        </div>
        <PlaceMembers key={place} strategyId={strategy.id} place={shown?.uid} />
      </section>
    </div>
  )
}
