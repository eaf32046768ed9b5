import { msg } from '@lingui/core/macro'
import { useNavigate } from '@tanstack/react-router'
import { useSession } from '@/api/session'
import type { Command } from '@/lib/commands/command'
import type { Feature } from '@/lib/feature'
import { useCommands } from '@/lib/commands/use-commands'
import { readPref, writePref } from '@/lib/prefs'
import { undoLast } from '@/lib/undo'
import { useNavRail } from '@/ui/app-shell'
import { visible } from './features'
import { openKeySheet, openPalette } from './palette/palette-state'

/** `<feature>.go` in the feature's own commands stands for the entry made from its navigation. */
function hasOwnWay(feature: Feature): boolean {
  return feature.commands?.some((command) => command.id === `${feature.name}.go`) ?? false
}

/** Commands of the shell itself; those of features come from their feature.tsx. */
export function useShellCommands(): void {
  const navigate = useNavigate()
  const session = useSession()
  const [, toggleRail] = useNavRail(false)
  const places = visible(session, (feature) => (hasOwnWay(feature) ? [] : feature.nav)).map((item): Command => ({
    id: `go${item.to}`, label: item.label, icon: item.icon, run: () => void navigate({ to: item.to }),
  }))
  useCommands([
    { id: 'shell.palette', label: msg`Find a customer or a command`, icon: 'search', shortcut: 'mod+k', inFields: true, hidden: true, run: openPalette },
    { id: 'shell.keys', label: msg`Keyboard shortcuts`, icon: 'keyboard', shortcut: '?', run: openKeySheet },
    { id: 'shell.undo', label: msg`Undo the last act`, icon: 'undo', shortcut: 'z', run: () => void undoLast() },
    { id: 'shell.rail', label: msg`Fold or unfold navigation`, icon: 'sidebar', shortcut: '[', run: toggleRail },
    { id: 'shell.singleKeys', label: msg`Switch single-key shortcuts on or off`, icon: 'keyboard', run: () => { writePref('singleKeys', !readPref('singleKeys', true)) } },
    ...places,
  ])
}
