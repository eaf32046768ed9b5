import { useState, type ClipboardEvent, type DragEvent, type ReactNode, type RefObject } from 'react'
import css from '../files.module.css'

interface Props {
  /** What the choice of files is called. */
  label: string
  endings: string[] | undefined
  onFiles: (files: File[]) => void
  onPaste?: (event: ClipboardEvent) => void
  /** Its click opens the choice of files. */
  input: RefObject<HTMLInputElement | null>
  children: ReactNode
}

/** Takes files that are dropped on it or chosen; whatever else is dragged over it passes by. */
export function DropZone({ label, endings, onFiles, onPaste, input, children }: Props) {
  const [isOver, setIsOver] = useState(false)

  function onDragOver(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setIsOver(true)
  }

  function onDrop(event: DragEvent): void {
    setIsOver(false)
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    onFiles([...event.dataTransfer.files])
  }

  return (
    <div className={`${css.zone} ${isOver ? css.over : ''}`} onPaste={onPaste} onDragOver={onDragOver} onDragLeave={() => { setIsOver(false) }} onDrop={onDrop}>
      {children}
      <input
        ref={input}
        type="file"
        multiple
        accept={endings?.map((ending) => `.${ending}`).join(',')}
        className={css.input}
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => { onFiles([...(event.currentTarget.files ?? [])]); event.currentTarget.value = '' }}
      />
    </div>
  )
}
