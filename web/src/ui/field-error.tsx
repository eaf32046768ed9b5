import { Status } from './status'

/** The glyph and the words under a field. */
export function FieldError({ children }: { children: string }) {
  return <><Status tone="bad" /> <span>{children}</span></>
}
