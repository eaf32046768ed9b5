import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { goToProvider, providersQuery } from '@/api/session'
import { Button } from '@/ui/button'
import { EntryError } from './entry-error'
import css from './login-page.module.css'
import { useEntryError } from './use-entering'

export function ProviderButtons() {
  const { t } = useLingui()
  const providers = useQuery(providersQuery)
  const leaving = useMutation({ mutationFn: goToProvider })
  const words = useEntryError(leaving.error)
  if (!providers.data || providers.data.length === 0) return null
  return (
    <div className={css.providers}>
      {providers.data.map(({ id, name }) => (
        <Button key={id} size="lg" icon="building" isBusy={leaving.isPending && leaving.variables === id} onClick={() => { leaving.mutate(id) }}>{t`Log in with ${name}`}</Button>
      ))}
      <EntryError words={words} />
    </div>
  )
}
