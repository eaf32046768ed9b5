import { useEffect } from 'react'
import { useLatest } from '../hooks/use-latest'
import type { Command } from './command'
import { registerCommands } from './registry'

/** Registers commands while the component is on the screen; `run` and `when` are always the newest ones. */
export function useCommands(commands: Command[]): void {
  const latest = useLatest(commands)
  const ids = commands.map((command) => `${command.id}|${String(command.shortcut)}`).join()
  useEffect(() => {
    const stable = latest.current.map((command, index): Command => ({
      ...command,
      when: () => latest.current[index]?.when?.() ?? true,
      isOnRow: () => latest.current[index]?.isOnRow?.() ?? true,
      run: (event) => { latest.current[index]?.run(event) },
    }))
    return registerCommands(stable)
  }, [ids, latest])
}
