import { useLingui } from '@lingui/react/macro'
import type { DemoLogin } from '@/api/session'
import { Avatar } from '@/ui/avatar'
import css from './login-page.module.css'

interface Props {
  logins: DemoLogin[]
  onPick: (login: DemoLogin) => void
}

export function DemoLogins({ logins, onPick }: Props) {
  const { t } = useLingui()
  const roles: Partial<Record<string, string>> = { operator: t`Operator`, manager: t`Manager`, supervisor: t`Supervisor`, administrator: t`Administrator` }
  return (
    <section className={css.demo} aria-label={t`Demo company`}>
      <h2 className="m t3">{t`Demo company: choose who to be`}</h2>
      <ul>
        {logins.map((login) => (
          <li key={login.email}>
            <button type="button" className={css.login} onClick={() => { onPick(login) }}>
              <Avatar name={login.name} />
              <span className="el">{login.name}</span>
              <span className="grow" />
              <span className="el m t3">{roles[login.role] ?? login.role}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
