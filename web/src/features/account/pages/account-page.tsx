import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { securityQuery } from '@/api/proof'
import { useSession } from '@/api/session'
import { ErrorState } from '@/ui/error-state'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Skeleton } from '@/ui/skeleton'
import css from '../parts/account.module.css'
import { FactorsSection } from '../parts/factors-section'
import { NameSection } from '../parts/name-section'
import { PasswordSection } from '../parts/password-section'
import { SessionsSection } from '../parts/sessions-section'

/** Everything about one's own log-in. */
export function AccountPage() {
  const { t } = useLingui()
  const session = useSession()
  const security = useQuery(securityQuery)
  return (
    <ListPage bars={<ListBar title={t`My account`} />}>
      <div className={css.page}>
        <div className={css.body}>
          {security.isPending && <Skeleton lines={6} />}
          {security.error && <ErrorState error={security.error} onRetry={() => void security.refetch()} />}
          {security.data && <FactorsSection security={security.data} />}
          {security.data && !session?.must_add_factor && <SessionsSection />}
          {session && !session.must_add_factor && <NameSection user={session.user} />}
          {security.data && <PasswordSection hasPassword={security.data.has_password} />}
        </div>
      </div>
    </ListPage>
  )
}
