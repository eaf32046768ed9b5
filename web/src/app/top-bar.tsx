import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useSession } from '@/api/session'
import { useCommand } from '@/lib/commands/use-command'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import { SearchBox } from '@/ui/search-box'
import { visible } from './features'
import { openPalette } from './palette/palette-state'
import { UserMenu } from './user-menu'
import { slotComponents } from './top-slots'

// An id would be replaced by the menu's own.
const createButton = '[data-create-menu]'

function CreateMenu() {
  const { t, i18n } = useLingui()
  const session = useSession()
  const isPhone = useIsPhone()
  const items = visible(session, (feature) => feature.create).map((item) => ({ id: i18n._(item.label), label: i18n._(item.label), icon: item.icon, run: item.run }))
  useCommand({ id: 'shell.create', label: msg`Create`, icon: 'plus', shortcut: 'c', when: () => items.length > 0, run: () => document.querySelector<HTMLElement>(createButton)?.click() })
  if (items.length === 0) return null
  const target = isPhone
    ? <IconButton data-create-menu icon="plus" label={t`Create`} withTooltip={false} />
    : <Button data-create-menu icon="plus" keys="c">{t`Create`}</Button>
  return <Menu target={target} sections={[{ id: 'create', items }]} position="bottom-end" />
}

export function TopBar() {
  const { t } = useLingui()
  const isPhone = useIsPhone()
  return (
    <>
      <SearchBox placeholder={isPhone ? t`Search` : t`Find a customer, a phone number, a command`} keys="mod+k" onOpen={openPalette} />
      {!isPhone && <span className="grow" />}
      <CreateMenu />
      {slotComponents.map((Slot, index) => <Slot key={index} />)}
      {isPhone && <UserMenu />}
    </>
  )
}
