import type { AnyRouter } from '@tanstack/react-router'

let router: AnyRouter | null = null

export function setRouter(made: AnyRouter): void {
  router = made
}

/** For commands and search hits, which live outside React: `goTo('/parties/$id', { id })`. */
export function goTo(to: string, params: Record<string, string> = {}, search: Record<string, unknown> = {}): void {
  void router?.navigate({ to, params, search } as never)
}
