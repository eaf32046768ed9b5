import { useLingui } from '@lingui/react'
import { useMemo } from 'react'
import { createStore, useStore } from '../store'
import { dayOf } from '../zoned'
import * as date from './date'
import { formatMoney } from './money'
import { formatCompact, formatNumber, formatPercent } from './number'

/** Zone of the signed-in person, set by the shell from the session. */
export const timeZoneStore = createStore(Intl.DateTimeFormat().resolvedOptions().timeZone)

export type Moment = Date | string | number

function makeFormat(locale: string, timeZone: string) {
  const place = (): date.Place => ({ locale, timeZone, now: new Date() })
  const at = (value: Moment) => new Date(value)
  return {
    locale,
    timeZone,
    number: (value: number, options?: Intl.NumberFormatOptions) => formatNumber(value, locale, options),
    compact: (value: number) => formatCompact(value, locale),
    percent: (share: number, digits?: number) => formatPercent(share, locale, digits),
    money: (minor: number, currency: string) => formatMoney(minor, currency, locale),
    /** A calendar day (`YYYY-MM-DD`) or an instant, short. */
    date: (value: Moment) => date.formatDate(at(value), isDay(value) ? { ...place(), timeZone: 'UTC', now: localToday(timeZone) } : place()),
    fullDate: (value: Moment) => date.formatFullDate(at(value), isDay(value) ? { ...place(), timeZone: 'UTC' } : place()),
    time: (value: Moment) => date.formatTime(at(value), place()),
    instant: (value: Moment) => date.formatInstant(at(value), place()),
    ago: (value: Moment) => date.formatAgo(at(value), place()),
    month: (value: Moment) => date.formatMonth(at(value), place()),
    daysFromNow: (value: Moment) => date.daysFromNow(at(value), isDay(value) ? { ...place(), timeZone: 'UTC', now: localToday(timeZone) } : place()),
    list: (words: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words),
  }
}

function isDay(value: Moment): boolean {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
}

/** Midnight UTC of the day it now is in the zone: days are compared with days. */
function localToday(timeZone: string): Date {
  return new Date(dayOf(new Date(), timeZone))
}

export type Format = ReturnType<typeof makeFormat>

export function useFormat(): Format {
  const { i18n } = useLingui()
  const timeZone = useStore(timeZoneStore)
  return useMemo(() => makeFormat(i18n.locale, timeZone), [i18n.locale, timeZone])
}
