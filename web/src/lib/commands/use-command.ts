import type { Command } from './command'
import { useCommands } from './use-commands'

export function useCommand(command: Command): void {
  useCommands([command])
}
