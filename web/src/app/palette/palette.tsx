import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useStore } from '@/lib/store'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { PaletteFrame, type PaletteGroup, type PaletteLine } from '@/ui/palette-frame'
import { closeOverlay, overlay } from './palette-state'
import { useCommandLines } from './use-command-lines'
import { useSearchGroups } from './use-search-groups'

function OpenPalette() {
  const { t } = useLingui()
  const [query, setQuery] = useState('')
  const settled = useDebounced(query.trim(), 150)
  const commands = useCommandLines(query)
  const { groups: found, isSearching } = useSearchGroups(settled)
  const groups: PaletteGroup[] = [...found, { id: 'commands', title: t`Commands`, lines: commands }].filter((group) => group.lines.length > 0)

  function run(line: PaletteLine): void {
    closeOverlay()
    line.run()
  }

  return <PaletteFrame query={query} onQuery={setQuery} groups={groups} isBusy={isSearching} onRun={run} onClose={closeOverlay} placeholder={t`Find a customer, a phone number, a command`} />
}

export function Palette() {
  return useStore(overlay) === 'palette' ? <OpenPalette /> : null
}
