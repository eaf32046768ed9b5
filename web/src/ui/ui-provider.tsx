import { MantineProvider } from '@mantine/core'
import { DatesProvider } from '@mantine/dates'
import { useLingui } from '@lingui/react'
import type { ReactNode } from 'react'
import { styleNonce } from '@/lib/style-nonce'
import { useTheme } from '@/lib/theme'
import { mantineTheme, mantineVariables } from './mantine-theme'
import './styles'

interface Props {
  children: ReactNode
}

export function UiProvider({ children }: Props) {
  const { shown } = useTheme()
  const { i18n } = useLingui()
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={mantineVariables}
      forceColorScheme={shown}
      withGlobalClasses={false}
      getStyleNonce={styleNonce}
    >
      <DatesProvider settings={{ locale: i18n.locale, firstDayOfWeek: 1 }}>{children}</DatesProvider>
    </MantineProvider>
  )
}
