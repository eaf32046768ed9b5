import { useRouterState } from '@tanstack/react-router'
import type { ShellNavGroup } from './app-shell'

/** The group whose page is shown. */
export function useHere(groups: ShellNavGroup[]): string | undefined {
  const path = useRouterState({ select: (state) => state.location.pathname })
  return groups.find((group) => group.items.some((item) => path === item.to || path.startsWith(`${item.to}/`)))?.id
}

export function useIsInGroup(group: ShellNavGroup): boolean {
  return useHere([group]) === group.id
}
