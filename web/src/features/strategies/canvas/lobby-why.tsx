import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { lobbyUid } from '../types'
import { useCanvas } from './canvas-context'
import css from './strategy.module.css'

/** What each stage asks for; the lobby is where none of it holds. */
export function LobbyWhy() {
  const { t } = useLingui()
  const format = useFormat()
  const { strategy } = useCanvas()
  const stages = strategy.places.filter((place) => place.uid !== lobbyUid)
  return (
    <div className="stack">
      <p>{t`They belong to the segment, but no stage condition holds for them. As soon as one does, they move by themselves.`}</p>
      <dl className={css.needs}>
        {stages.map((place) => (
          <div key={place.uid}>
            <dt><b>{place.ord} {place.name}</b> <span className="num t3">{format.number(place.members)}</span></dt>
            <dd className="t2">{place.rule}</dd>
          </div>
        ))}
      </dl>
      <p className="m t3">{t`Of several conditions that hold, the latest stage takes the customer.`}</p>
    </div>
  )
}
