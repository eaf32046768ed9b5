import { createStore, useStore } from '../store'
import { scopes, type Command } from './command'

const registered = createStore<Command[]>([])
let mayDo: (permission: string) => boolean = () => true

export function registerCommands(commands: Command[]): () => void {
  registered.set((all) => [...all, ...commands])
  return () => { registered.set((all) => all.filter((one) => !commands.includes(one))) }
}

/** The shell tells once what this person may do. */
export function setCommandPermissions(can: (permission: string) => boolean): void {
  mayDo = can
}

function isOffered(command: Command): boolean {
  return (!command.permission || mayDo(command.permission)) && (command.when?.() ?? true)
}

/** False for a command of a row while no row is current. */
export function isUsable(command: Command): boolean {
  return isOffered(command) && (command.isOnRow?.() ?? true)
}

/** Narrowest scope first, newest first inside a scope. */
export function usableCommands(): Command[] {
  return offeredCommands().filter(isUsable)
}

/** The same with those that wait for a row. */
export function offeredCommands(): Command[] {
  const rank = (command: Command) => scopes.indexOf(command.scope ?? 'global')
  return registered.get().filter(isOffered).reverse().sort((a, b) => rank(b) - rank(a))
}

export function useRegisteredCommands(): Command[] {
  return useStore(registered)
}
