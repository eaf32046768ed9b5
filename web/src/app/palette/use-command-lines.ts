import { useLingui } from '@lingui/react/macro'
import { shortcutsOf } from '@/lib/commands/command'
import { usableCommands, useRegisteredCommands } from '@/lib/commands/registry'
import type { PaletteLine } from '@/ui/palette-frame'

function matches(label: string, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => label.toLowerCase().includes(word))
}

/** What may be done here and now, one line for each command. */
export function useCommandLines(query: string): PaletteLine[] {
  const { i18n } = useLingui()
  useRegisteredCommands()
  const seen = new Set<string>()
  return usableCommands()
    .filter((command) => !command.hidden && !command.isKeyOnly && !seen.has(command.id) && seen.add(command.id))
    .map((command) => ({ id: command.id, title: i18n._(command.label), icon: command.icon, keys: shortcutsOf(command)[0], run: () => { command.run() } }))
    .filter((line) => matches(line.title, query))
}
