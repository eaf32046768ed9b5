import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState, type Ref } from 'react'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { useLatest } from '@/lib/hooks/use-latest'
import { TextInput } from '@/ui/text-input'
import css from './filter.module.css'

interface Props {
  value: string
  onChange: (q: string) => void
  inputRef: Ref<HTMLInputElement>
}

/** Any fragment of a name, a phone number, an address; settles after a pause in typing. */
export function FilterText({ value, onChange, inputRef }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState(value)
  const settled = useDebounced(text.trim(), 250)
  const sent = useRef(value)
  const change = useLatest(onChange)
  useEffect(() => {
    if (settled === sent.current) return
    sent.current = settled
    change.current(settled)
  }, [settled, change])
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  return (
    <div className={css.text}>
      <TextInput ref={inputRef} icon="search" aria-label={t`Find in the list`} placeholder={t`Name, phone, e-mail`} value={text} onChange={setText} onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur() }} />
    </div>
  )
}
