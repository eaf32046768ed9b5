import { createContext } from 'react'

/** Lists that open inside a popover stay in its tree: a click on them is no click outside. */
export const InsidePopover = createContext(false)
