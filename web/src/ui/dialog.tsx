import { Modal } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useNoSecondClick } from '@/lib/hooks/use-no-second-click'
import { DialogKeys } from './dialog-keys'
import css from './dialog.module.css'
import { Icon } from './icon'
import { markFirstField } from './mark-first-field'
import { useOnTop } from './use-on-top'

interface Props {
  isOpen: boolean
  onClose: () => void
  /** Verb and object: "Publish v7 of Collections". */
  title: string
  subtitle?: string
  children: ReactNode
  /** Buttons, the primary one last. */
  footer?: ReactNode
  /** Quiet words at the left of the footer. */
  note?: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
  /** What is shown here cannot be shown again: neither Esc nor a click beside it closes, and there is no cross. */
  isKept?: boolean
  /** Run by Ctrl+Enter. */
  onSubmit?: () => void
}

const widths = { sm: 400, md: 560, lg: 760, xl: 1072 }

export function Dialog({ isOpen, onClose, title, subtitle, children, footer, note, size = 'md', isKept = false, onSubmit }: Props) {
  const { t } = useLingui()
  const refuseSecondClick = useNoSecondClick(isOpen)
  const isOnTop = useOnTop(isOpen)
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size={widths[size]} closeOnEscape={!isKept && isOnTop} closeOnClickOutside={!isKept} centered transitionProps={{ duration: 0 }} padding={0}>
      <Modal.Overlay onClickCapture={refuseSecondClick} />
      <Modal.Content onClickCapture={refuseSecondClick}>
        {onSubmit && isOpen && <DialogKeys onSubmit={onSubmit} />}
        <div className={css.head}>
          <div className="grow">
            <Modal.Title>{title}</Modal.Title>
            {subtitle && <p className="t3 m">{subtitle}</p>}
          </div>
          {!isKept && <Modal.CloseButton aria-label={t`Close`} icon={<Icon name="close" />} />}
        </div>
        <Modal.Body>
          <div ref={markFirstField} className={css.body}>{children}</div>
          {footer && <div className={css.footer}><span className={css.note}>{note}</span>{footer}</div>}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
