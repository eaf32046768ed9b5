import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { beginLook } from '@/api/looking'
import { wordsOf } from '@/api/refusal'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { lookWanted, type Wanted } from './look-wanted'

const close = () => { lookWanted.set(null) }

function Confirm({ wanted }: { wanted: Wanted }) {
  const { t } = useLingui()
  const beginning = useMutation({ mutationFn: () => beginLook(wanted.id) })
  const begin = () => { beginning.mutate() }
  const { name } = wanted
  return (
    <Dialog
      isOpen
      onClose={close}
      onSubmit={begin}
      size="sm"
      title={t`See Kurator as ${name}`}
      footer={<><Button variant="ghost" onClick={close}>{t`Cancel`}</Button><Button variant="primary" icon="eye" keys="mod+Enter" isBusy={beginning.isPending} onClick={begin}>{t`See as this person`}</Button></>}
    >
      <div className="stack">
        {beginning.error && <p className="bad" role="alert">{wordsOf(beginning.error)}</p>}
        <p>{t`For 30 minutes at most you see exactly what this person sees. Nothing can be changed or downloaded meanwhile.`}</p>
        <p className="t2">{t`This person is told, and it is kept in the security log.`}</p>
      </div>
    </Dialog>
  )
}

/** Begins to see as somebody, wherever that was asked for. */
export function LookStarter() {
  const wanted = useStore(lookWanted)
  return wanted && <Confirm key={wanted.id} wanted={wanted} />
}
