import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useCan } from '@/api/permissions'
import { useSession } from '@/api/session'
import { activateLocale } from '@/i18n/activate'
import { isLocale } from '@/i18n/locale'
import { i18n } from '@lingui/core'
import { registerCommands, setCommandPermissions } from '@/lib/commands/registry'
import { listenToKeys } from '@/lib/commands/keyboard'
import { timeZoneStore } from '@/lib/format/use-format'
import { openLive } from '@/lib/live/live-client'
import { registerTopic } from '@/lib/live/topics'
import { writePref } from '@/lib/prefs'
import { themes } from '@/lib/theme'
import { features } from './features'
import { useShellCommands } from './shell-commands'

function connectFeatures(): () => void {
  const disposers = features.flatMap((feature) => [
    registerCommands(feature.commands ?? []),
    ...Object.entries(feature.live ?? {}).map(([topic, keys]) => registerTopic(topic, keys)),
  ])
  return () => { disposers.forEach((dispose) => { dispose() }) }
}

/** Everything that runs while somebody is signed in: keys, commands, the live stream, language and zone of the person. */
export function useShellServices(): void {
  const queryClient = useQueryClient()
  const session = useSession()
  const can = useCan()
  const language = session?.user.language
  const zone = session?.time_zone
  const theme = session?.user.theme
  useShellCommands()
  useEffect(() => connectFeatures(), [])
  useEffect(() => listenToKeys(), [])
  useEffect(() => openLive(queryClient), [queryClient])
  useEffect(() => { setCommandPermissions(can) }, [can])
  useEffect(() => { if (zone) timeZoneStore.set(zone) }, [zone])
  useEffect(() => { if (theme && themes.includes(theme)) writePref('theme', theme) }, [theme])
  useEffect(() => { if (isLocale(language) && language !== i18n.locale) void activateLocale(language) }, [language])
}
