import { useLingui } from '@lingui/react/macro'
import { useRef, useState, type DragEvent } from 'react'
import { Button } from './button'
import css from './file-drop.module.css'
import { Icon } from './icon'

interface Props {
  /** "Drop a table of customers here" */
  title: string
  /** What is accepted, in words: "CSV or XLSX, up to 50 MB". */
  hint: string
  /** As the file dialog wants it: `.csv,.xlsx`. */
  accept: string
  onFile: (file: File) => void
  isBusy?: boolean
}

export function FileDrop({ title, hint, accept, onFile, isBusy }: Props) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)

  function take(files: FileList | null): void {
    const file = files?.[0]
    if (file) onFile(file)
    if (input.current) input.current.value = ''
  }

  function drop(event: DragEvent): void {
    event.preventDefault()
    setIsOver(false)
    if (!isBusy) take(event.dataTransfer.files)
  }

  return (
    <div className={`${css.zone} ${isOver ? css.over : ''}`} onDragOver={(event) => { event.preventDefault(); setIsOver(true) }} onDragLeave={() => { setIsOver(false) }} onDrop={drop}>
      <Icon name="upload" />
      <b>{title}</b>
      <span className="m t3">{hint}</span>
      <Button onClick={() => input.current?.click()} isBusy={isBusy}>{t`Choose a file`}</Button>
      <input ref={input} type="file" accept={accept} className={css.input} tabIndex={-1} aria-label={title} onChange={(event) => { take(event.currentTarget.files) }} />
    </div>
  )
}
