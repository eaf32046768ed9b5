import { useLingui } from '@lingui/react/macro'

/** By which way something was done; an unknown way is named as it is. */
export function useChannelName(): (channel: string) => string {
  const { t } = useLingui()
  const names: Record<string, string> = { web: t`in the browser`, api: t`by the API`, worker: t`in the background`, import: t`by an import`, bulk: t`by a change of many`, hook: t`by a message of a program`, strategy: t`by a strategy`, console: t`by the command line`, command: t`by the command line`, demo: t`by loading the demo`, sql: t`by SQL`, as: t`with another person’s eyes` }
  return (channel) => names[channel] ?? channel
}
