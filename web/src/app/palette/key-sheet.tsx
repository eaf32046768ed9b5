import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { shortcutsOf, type Scope } from '@/lib/commands/command'
import { isUsable, offeredCommands } from '@/lib/commands/registry'
import { usePref } from '@/lib/prefs'
import { useStore } from '@/lib/store'
import { Dialog } from '@/ui/dialog'
import { Kbd } from '@/ui/kbd'
import { Switch } from '@/ui/switch'
import css from './key-sheet.module.css'
import { closeOverlay, overlay } from './palette-state'

const scopeTitles: Partial<Record<Scope, ReturnType<typeof msg>>> = {
  global: msg`Everywhere`, page: msg`On this page`, list: msg`In the list`, record: msg`In the record`, pane: msg`In the active pane`,
}

function SheetBody() {
  const { t, i18n } = useLingui()
  const [singleKeys, setSingleKeys] = usePref('singleKeys', true)
  const seen = new Set<string>()
  const commands = offeredCommands().filter((command) => command.shortcut && !seen.has(command.id) && seen.add(command.id))
  const groups = (Object.keys(scopeTitles) as Scope[]).map((scope) => ({ scope, commands: commands.filter((command) => (command.scope ?? 'global') === scope) }))
  return (
    <>
      <div className={css.columns}>
        {groups.filter((group) => group.commands.length > 0).map(({ scope, commands: own }) => {
          const title = scopeTitles[scope]
          return (
            <section key={scope}>
              <h3 className={css.title}>{title && i18n._(title)}</h3>
              {own.map((command) => (
                <div key={command.id} className={isUsable(command) ? css.line : `${css.line} t3`}>
                  <span className="el grow">{i18n._(command.label)}</span>
                  {!isUsable(command) && <span className="m nb">{t`on a row`}</span>}
                  {shortcutsOf(command).map((keys) => <Kbd key={keys} keys={keys} />)}
                </div>
              ))}
            </section>
          )
        })}
      </div>
      <div className={css.foot}>
        <Switch checked={singleKeys} onChange={setSingleKeys} label={t`Single-key shortcuts`} description={t`Switch off if you speak to the computer; shortcuts with Ctrl keep working.`} />
      </div>
    </>
  )
}

export function KeySheet() {
  const { t } = useLingui()
  const isOpen = useStore(overlay) === 'keys'
  return <Dialog isOpen={isOpen} onClose={closeOverlay} title={t`Keyboard shortcuts`} subtitle={t`Keys are told by their place, the layout does not matter.`} size="lg">{isOpen && <SheetBody />}</Dialog>
}
