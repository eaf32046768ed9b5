import { useFormat } from '@/lib/format/use-format'

const units = [['terabyte', 1e12], ['gigabyte', 1e9], ['megabyte', 1e6], ['kilobyte', 1e3]] as const

export function useBytes(): (bytes: number) => string {
  const format = useFormat()
  return (bytes) => {
    const [unit, size] = units.find(([, one]) => bytes >= one) ?? ['byte', 1]
    return format.number(bytes / size, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: bytes / size < 10 ? 1 : 0 })
  }
}
