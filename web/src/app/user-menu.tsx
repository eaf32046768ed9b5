import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { logOut, sessionQuery, updateSession, useSession } from '@/api/session'
import { activateLocale } from '@/i18n/activate'
import { localeNames, locales, type Locale } from '@/i18n/locale'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { themes, useTheme, type Theme } from '@/lib/theme'
import { Avatar } from '@/ui/avatar'
import { useNavRail } from '@/ui/app-shell'
import { Menu, type MenuSection } from '@/ui/menu'
import { showRefusal } from '@/ui/show-refusal'
import { openKeySheet } from './palette/palette-state'
import css from './user-menu.module.css'

function useMenuSections(): MenuSection[] {
  const { t, i18n } = useLingui()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { theme, setTheme } = useTheme()
  const isLooking = Boolean(useSession()?.looker)
  const save = useMutation({
    mutationFn: updateSession,
    onError: showRefusal,
    onSuccess: (session, sent) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      // Labels and sentences come from the server in the person's language.
      if (sent.language) void queryClient.invalidateQueries({ predicate: (query) => query.queryKey !== sessionQuery.queryKey })
    },
  })
  const leave = useMutation({
    mutationFn: logOut,
    onError: showRefusal,
    onSuccess: () => {
      queryClient.clear()
      queryClient.setQueryData(sessionQuery.queryKey, null)
      void navigate({ to: '/login' })
    },
  })
  const themeNames: Record<Theme, string> = { auto: t`As in the system`, light: t`Light`, dark: t`Dark` }

  function chooseLocale(locale: Locale): void {
    void activateLocale(locale)
    if (!isLooking) save.mutate({ language: locale })
  }

  function chooseTheme(next: Theme): void {
    setTheme(next)
    if (!isLooking) save.mutate({ theme: next })
  }

  return [
    { id: 'language', title: t`Language`, items: locales.map((locale) => ({ id: locale, label: localeNames[locale], isChosen: i18n.locale === locale, run: () => { chooseLocale(locale) } })) },
    { id: 'theme', title: t`Theme`, items: themes.map((one) => ({ id: one, label: themeNames[one], isChosen: theme === one, run: () => { chooseTheme(one) } })) },
    { id: 'keys', items: [{ id: 'keys', label: t`Keyboard shortcuts`, icon: 'keyboard', keys: '?', run: openKeySheet }] },
    { id: 'account', items: [{ id: 'account', label: t`My account`, icon: 'user', run: () => { void navigate({ href: '/account' }) } }] },
    { id: 'leave', items: [{ id: 'leave', label: t`Log out`, icon: 'logout', run: () => { leave.mutate() } }] },
  ]
}

export function UserMenu() {
  const { t } = useLingui()
  const session = useSession()
  const isPhone = useIsPhone()
  const [isRail] = useNavRail(false)
  const sections = useMenuSections()
  if (!session) return null
  const { user } = session
  const { name } = user
  const isShort = isPhone || isRail
  const target = (
    <button type="button" className={`${css.user} ${isShort ? css.short : ''}`} aria-label={t`${name}: language, theme, log out`}>
      <Avatar name={user.name} initials={user.initials} isMe />
      {!isShort && <span className={css.words}><span className="el t1">{user.name}</span><span className="el m t3">{user.email}</span></span>}
    </button>
  )
  return <Menu target={target} sections={sections} position={isPhone ? 'bottom-end' : 'right-end'} width={260} />
}
