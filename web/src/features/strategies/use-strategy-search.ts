import { strategyRoute, type StrategySearch } from './routes'

interface StrategyPlace {
  search: StrategySearch
  /** Changes some of the address and keeps the rest. */
  patch: (part: Partial<StrategySearch>, replace?: boolean) => void
  /** Only this remains in the address. */
  show: (search: StrategySearch) => void
}

export function useStrategySearch(): StrategyPlace {
  const search: StrategySearch = strategyRoute.useSearch()
  const navigate = strategyRoute.useNavigate()
  return {
    search,
    patch: (part, replace) => void navigate({ search: { ...search, ...part }, replace }),
    show: (next) => void navigate({ search: next }),
  }
}
