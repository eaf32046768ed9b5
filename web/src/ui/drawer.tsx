import { Drawer as MantineDrawer } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useNoSecondClick } from '@/lib/hooks/use-no-second-click'
import { DialogFooter, type FooterProps } from './dialog-footer'
import css from './dialog.module.css'
import { Icon } from './icon'
import { useOnTop } from './use-on-top'

interface Props extends FooterProps {
  isOpen: boolean
  onClose: () => void
  title: string
  children: ReactNode
  subtitle?: string
  width?: number | string
  /** The content brings its own edges, as sections do. */
  isFlush?: boolean
  /** What is shown here cannot be shown again: only the cross closes. */
  isKept?: boolean
}

export function Drawer({ isOpen, onClose, title, children, subtitle, width = 480, isFlush = false, isKept = false, ...edge }: Props) {
  const { t } = useLingui()
  const refuseSecondClick = useNoSecondClick(isOpen)
  const isOnTop = useOnTop(isOpen)
  return (
    <MantineDrawer.Root opened={isOpen} onClose={onClose} closeOnEscape={!isKept && isOnTop} closeOnClickOutside={!isKept} position="right" size={width} transitionProps={{ duration: 0 }} padding={0}>
      <MantineDrawer.Overlay onClickCapture={refuseSecondClick} />
      <MantineDrawer.Content onClickCapture={refuseSecondClick}>
        <div className={css.head}>
          <div className="grow">
            <MantineDrawer.Title>{title}</MantineDrawer.Title>
            {subtitle && <p className="t3 m">{subtitle}</p>}
          </div>
          <MantineDrawer.CloseButton aria-label={t`Close`} icon={<Icon name="close" />} />
        </div>
        <MantineDrawer.Body>
          <div className={isFlush ? css.flush : css.body}>{children}</div>
          {isOpen && <DialogFooter {...edge} onClose={onClose} />}
        </MantineDrawer.Body>
      </MantineDrawer.Content>
    </MantineDrawer.Root>
  )
}
