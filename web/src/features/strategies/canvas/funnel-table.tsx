import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { lobbyUid } from '../types'
import { useCanvas } from './canvas-context'
import css from './strategy.module.css'

/** How many came into each stage, how many are there, how many went on. */
export function FunnelTable({ current }: { current: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const { strategy, openPlace } = useCanvas()
  const { places, members } = strategy
  const hasEntered = places.some((place) => place.entered !== null)
  const most = Math.max(1, ...places.map((place) => place.entered ?? place.members))
  const share = (count: number) => (members === 0 ? '' : format.percent(count / members))
  const width = (count: number) => ({ width: `${(100 * count) / most}%` })
  const total = format.number(members)
  return (
    <>
      <div className={css.lowerHead}>
        <h2 className="sb">{t`Funnel`}</h2>
        <span className="grow" />
        <span className={css.key}><i className={css.here} />{t`here now`}</span>
        {hasEntered && <span className={css.key}><i className={css.left} />{t`went on`}</span>}
      </div>
      <table className={css.funnel}>
        <thead>
          <tr>
            <th scope="col">{t`Stage`}</th>
            {hasEntered && <th scope="col" className="r">{t`Came in`}</th>}
            <th scope="col" className={css.barColumn} aria-label={t`Bar`} />
            <th scope="col" className="r">{t`Here`}</th>
            <th scope="col" className="r">{t`Share, %`}</th>
          </tr>
        </thead>
        <tbody>
          {places.map((place) => {
            const entered = place.entered ?? place.members
            return (
              <tr key={place.uid} data-current={place.uid === current || undefined}>
                <th scope="row" className="el" title={place.name}>{place.uid === lobbyUid ? <span className="t2">{t`Waiting`}</span> : <><span className="t3 num">{place.ord}</span> <b>{place.name}</b></>}</th>
                {hasEntered && <td className="r num">{place.entered === null ? '' : format.number(place.entered)}</td>}
                <td className={css.barColumn}><span className={css.bar} aria-hidden><i className={css.here} style={width(place.members)} /><i className={css.left} style={width(Math.max(0, entered - place.members))} /></span></td>
                <td className="r num"><button type="button" className={css.number} onClick={() => { openPlace(place.uid) }}>{format.number(place.members)}</button></td>
                <td className="r num t2">{share(place.members)}</td>
              </tr>
            )
          })}
          <tr className={css.totalRow}>
            <th scope="row">{t`Total`}</th>
            {hasEntered && <td />}
            <td className={css.barColumn} />
            <td className="r num"><button type="button" className={css.number} onClick={() => { openPlace('all') }}>{total}</button></td>
            <td className="r num t2">{share(members)}</td>
          </tr>
        </tbody>
      </table>
    </>
  )
}
