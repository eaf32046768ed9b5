import { useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { TextInput } from './text-input'

interface Props {
  label?: ReactNode
  'aria-label'?: string
  /** `HH:MM`, 24 hours. */
  value: string
  onChange: (value: string) => void
  disabled?: boolean
}

/** 9:30, 930 and 0930 are the same; undefined where it is no time of a day. */
export function readTime(text: string): string | undefined {
  const found = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/.exec(text.trim())
  return found ? `${found[1]?.padStart(2, '0')}:${found[2]}` : undefined
}

/** The browser's own field shows AM and PM by its own language, not by that of the person. */
export function TimeInput({ value, onChange, ...rest }: Props) {
  const { t } = useLingui()
  const [typed, setTyped] = useState<string | null>(null)

  function type(text: string): void {
    setTyped(text)
    const time = text.length >= 4 ? readTime(text) : undefined
    if (time) onChange(time)
  }

  function leave(): void {
    const time = typed === null ? undefined : readTime(typed)
    if (time) onChange(time)
    setTyped(null)
  }

  return <TextInput {...rest} value={typed ?? value} onChange={type} onBlur={leave} inputMode="numeric" autoComplete="off" maxLength={5} placeholder={t`HH:MM`} icon="clock" />
}
