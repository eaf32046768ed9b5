import { useCallback } from 'react'
import { useFormat } from './use-format'

const units = [['terabyte', 1e12], ['gigabyte', 1e9], ['megabyte', 1e6], ['kilobyte', 1e3]] as const

/** Sizes as systems write them: a kilobyte has a thousand bytes. */
export function useBytes(): (bytes: number) => string {
  const format = useFormat()
  return useCallback((bytes: number) => {
    const [unit, size] = units.find(([, one]) => bytes >= one) ?? ['byte', 1]
    return format.number(bytes / size, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: bytes / size < 10 ? 1 : 0 })
  }, [format])
}
