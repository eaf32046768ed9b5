import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'

/** From where a change came, in words. */
export function useChannelName(): (channel: string) => string {
  const { t } = useLingui()
  return useCallback((channel: string) => {
    const names: Record<string, string> = {
      web: t`browser`, api: t`API`, import: t`import`, sql: t`SQL`, strategy: t`strategy`, worker: t`background job`, demo: t`demo data`, command: t`command line`, console: t`command line`,
      bulk: t`change of many`, hook: t`message of a program`,
    }
    return names[channel] ?? channel
  }, [t])
}
