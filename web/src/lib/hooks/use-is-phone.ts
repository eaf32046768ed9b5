import { useMedia } from './use-media'

export function useIsPhone(): boolean {
  return useMedia('(max-width: 640px)')
}
