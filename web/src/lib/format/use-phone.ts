import { useEffect, useState } from 'react'
import { formatPhone, loadPhones } from './phone'

/** Gives the formatter and draws again once the library has come. */
export function usePhone(): typeof formatPhone {
  const [, redraw] = useState(0)
  useEffect(() => {
    let isHere = true
    void loadPhones().then(() => { if (isHere) redraw(1) })
    return () => { isHere = false }
  }, [])
  return formatPhone
}
