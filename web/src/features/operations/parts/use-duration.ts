import { useFormat } from '@/lib/format/use-format'

const units = [['day', 86_400], ['hour', 3_600], ['minute', 60]] as const

/** "12 s", "3 min", "2 h": one unit is enough to judge by. */
export function useDuration(): (seconds: number) => string {
  const format = useFormat()
  return (seconds) => {
    const [unit, size] = units.find(([, one]) => seconds >= one) ?? ['second', 1]
    return format.number(seconds / size, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: seconds < 10 ? 1 : 0 })
  }
}
