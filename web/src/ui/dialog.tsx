import { Modal } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useNoSecondClick } from '@/lib/hooks/use-no-second-click'
import { DialogFooter, type FooterProps } from './dialog-footer'
import css from './dialog.module.css'
import { Icon } from './icon'
import { markFirstField } from './mark-first-field'
import { useOnTop } from './use-on-top'

interface Props extends FooterProps {
  isOpen: boolean
  onClose: () => void
  /** Verb and object: "Publish v7 of Collections". */
  title: string
  subtitle?: string
  children: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
  /** What is shown here cannot be shown again: neither Esc nor a click beside it closes, and there is no cross. */
  isKept?: boolean
}

const widths = { sm: 400, md: 560, lg: 760, xl: 1072 }

export function Dialog({ isOpen, onClose, title, subtitle, children, size = 'md', isKept = false, ...edge }: Props) {
  const { t } = useLingui()
  const refuseSecondClick = useNoSecondClick(isOpen)
  const isOnTop = useOnTop(isOpen)
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size={widths[size]} closeOnEscape={!isKept && isOnTop} closeOnClickOutside={!isKept} centered transitionProps={{ duration: 0 }} padding={0}>
      <Modal.Overlay onClickCapture={refuseSecondClick} />
      <Modal.Content onClickCapture={refuseSecondClick}>
        <div className={css.head}>
          <div className="grow">
            <Modal.Title>{title}</Modal.Title>
            {subtitle && <p className="t3 m">{subtitle}</p>}
          </div>
          {!isKept && <Modal.CloseButton aria-label={t`Close`} icon={<Icon name="close" />} />}
        </div>
        <Modal.Body>
          <div ref={markFirstField} className={css.body}>{children}</div>
          {isOpen && <DialogFooter {...edge} onClose={onClose} />}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
