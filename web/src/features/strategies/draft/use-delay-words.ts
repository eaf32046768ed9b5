import { useLingui } from '@lingui/react/macro'

/** “at once”, “+3 d”, “+2 h”: when a step is due after the customer has entered. */
export function useDelayWords(): (minutes: number) => string {
  const { t } = useLingui()
  return (minutes) => {
    const [days, hours] = [minutes / 1440, minutes / 60]
    if (minutes === 0) return t`at once`
    if (Number.isInteger(days)) return t({ message: `+${days} d`, comment: 'days after entry, short' })
    if (Number.isInteger(hours)) return t({ message: `+${hours} h`, comment: 'hours after entry, short' })
    return t({ message: `+${minutes} min`, comment: 'minutes after entry, short' })
  }
}
