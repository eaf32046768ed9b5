import { Drawer as MantineDrawer } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useNoSecondClick } from '@/lib/hooks/use-no-second-click'
import css from './dialog.module.css'
import { Icon } from './icon'

interface Props {
  isOpen: boolean
  onClose: () => void
  title: string
  children: ReactNode
  footer?: ReactNode
  width?: number
  /** What is shown here cannot be shown again: only the cross closes. */
  isKept?: boolean
}

export function Drawer({ isOpen, onClose, title, children, footer, width = 480, isKept = false }: Props) {
  const { t } = useLingui()
  const refuseSecondClick = useNoSecondClick(isOpen)
  return (
    <MantineDrawer.Root opened={isOpen} onClose={onClose} closeOnEscape={!isKept} closeOnClickOutside={!isKept} position="right" size={width} transitionProps={{ duration: 0 }} padding={0}>
      <MantineDrawer.Overlay />
      <MantineDrawer.Content onClickCapture={refuseSecondClick}>
        <div className={css.head}>
          <MantineDrawer.Title className="grow">{title}</MantineDrawer.Title>
          <MantineDrawer.CloseButton aria-label={t`Close`} icon={<Icon name="close" />} />
        </div>
        <MantineDrawer.Body>
          <div className={css.body}>{children}</div>
          {footer && <div className={css.footer}><span className={css.note} />{footer}</div>}
        </MantineDrawer.Body>
      </MantineDrawer.Content>
    </MantineDrawer.Root>
  )
}
