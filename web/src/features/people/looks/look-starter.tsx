import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { beginLook } from '@/api/looking'
import { isProblem } from '@/api/problem'
import { securityQuery, waysToProve } from '@/api/proof'
import { wordsOf } from '@/api/words-of'
import { useStore } from '@/lib/store'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { ProofDialog } from '@/ui/proof-dialog'
import { lookWanted, type Wanted } from './look-wanted'

const close = () => { lookWanted.set(null) }

function Confirm({ wanted }: { wanted: Wanted }) {
  const { t } = useLingui()
  const beginning = useMutation({ mutationFn: () => beginLook(wanted.id) })
  const needsProof = isProblem(beginning.error, 'access.proof_needed')
  const security = useQuery({ ...securityQuery, enabled: needsProof }).data
  const begin = () => { beginning.mutate() }
  const { name } = wanted
  if (needsProof && security) return <ProofDialog {...waysToProve(security)} onProven={begin} onClose={close} />
  return (
    <Dialog
      isOpen
      onClose={close}
      onSubmit={begin}
      size="sm"
      title={t`See Kurator as ${name}`}
      footer={<><Button variant="ghost" onClick={close}>{t`Cancel`}</Button><Button variant="primary" icon="eye" keys="mod+Enter" isBusy={beginning.isPending || needsProof} onClick={begin}>{t`See as this person`}</Button></>}
    >
      <div className="stack">
        {beginning.error && !needsProof && <p className="bad" role="alert">{wordsOf(beginning.error)}</p>}
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
