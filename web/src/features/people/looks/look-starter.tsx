import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { beginLook } from '@/api/looking'
import { wordsOf } from '@/api/refusal'
import { useStore } from '@/lib/store'
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
      size="sm"
      title={t`See Kurator as ${name}`}
      act={{ label: t`See as this person`, run: begin, isBusy: beginning.isPending, icon: 'eye' }}
      refusal={wordsOf(beginning.error)}
    >
      <div className="stack">
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
