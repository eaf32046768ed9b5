import { useLingui } from '@lingui/react/macro'
import { useCan } from '@/api/permissions'
import { useSession } from '@/api/session'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import type { Person } from '../api/people'
import { lookWanted } from '../looks/look-wanted'
import css from './people.module.css'

interface Props {
  person: Person
  customers: number
  onLeave: () => void
}

/** Where one goes from a person: to what he sees, to those who take his customers over. */
export function PersonPaths({ person, customers, onLeave }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const me = useSession()?.user.id
  const isDisabled = person.state === 'disabled'
  const maySee = can('people.see_as') && person.can_change && person.id !== me && !isDisabled
  const mayHandOver = can('parties.assign') && customers > 0
  if (!maySee && !mayHandOver) return null
  return (
    <div className={css.paths}>
      {mayHandOver && <Button variant={isDisabled ? 'primary' : 'default'} icon="arrow-right" onClick={() => { onLeave(); goTo('/changes', {}, { from: person.id }) }}>{t`Hand over the customers`}</Button>}
      {maySee && <Button icon="eye" onClick={() => { onLeave(); lookWanted.set({ id: person.id, name: person.name }) }}>{t`See as this person`}</Button>}
    </div>
  )
}
