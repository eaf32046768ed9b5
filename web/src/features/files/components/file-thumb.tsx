import { useState } from 'react'
import { Icon } from '@/ui/icon'
import { linkOf } from '../api'
import css from '../files.module.css'
import { iconOf } from '../use-file-words'

interface Props {
  fileId: string
  kind: string
  url: string | null
}

/** A small picture, or the sign of its kind when there is none. */
export function FileThumb({ fileId, kind, url }: Props) {
  // The first address is kept: a newer one shows the same picture and would only make it blink.
  const [kept, setKept] = useState(url)
  const [attempts, setAttempts] = useState(0)
  const source = kept ?? url

  /** The address lives for a minute and may have died before the picture came into view. */
  function renew(): void {
    setAttempts(attempts + 1)
    if (attempts === 0) void linkOf(fileId, 'thumbnail').then(setKept, () => { setAttempts(2) })
  }

  return (
    <span className={css.thumb} aria-hidden>
      {source && attempts < 2 ? <img src={source} alt="" loading="lazy" onError={renew} /> : <Icon name={iconOf(kind)} />}
    </span>
  )
}
