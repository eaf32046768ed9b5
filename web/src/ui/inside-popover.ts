import { createContext } from 'react'

/**
 * Lists that open inside a popover stay in its tree: a click on them is no click outside.
 * They say when they open, so that Escape closes the list first.
 */
export const InsidePopover = createContext<((isListOpen: boolean) => void) | null>(null)
