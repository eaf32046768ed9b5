import { Icon } from './icon'
import { Kbd } from './kbd'
import css from './search-box.module.css'

interface Props {
  placeholder: string
  keys: string
  onOpen: () => void
}

/** Looks like a field, opens the palette. */
export function SearchBox({ placeholder, keys, onOpen }: Props) {
  return (
    <button type="button" className={css.box} onClick={onOpen} aria-haspopup="dialog">
      <Icon name="search" size={14} />
      <span className="el grow">{placeholder}</span>
      <Kbd keys={keys} />
    </button>
  )
}
