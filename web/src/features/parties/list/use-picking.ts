import { useState } from 'react'

/** What is selected; on a phone, where a row has no box to tick, also whether taps select. */
export function usePicking(isPhone: boolean) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [isOn, setOn] = useState(false)
  return {
    selected,
    setSelected,
    isPicking: isPhone && (isOn || selected.size > 0),
    pick: () => { setOn(true) },
    clear: () => { setOn(false); setSelected(new Set()) },
  }
}
