import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { wordsOf } from '@/api/refusal'
import { Button } from '@/ui/button'
import { resetFactors } from '../api/people'
import { LinkOnce } from './link-once'

interface Props {
  personId: string
  onDone: () => Promise<void>
}

/** For somebody who lost the phone or the key; he still needs his password. */
export function FactorReset({ personId, onDone }: Props) {
  const { t } = useLingui()
  const resetting = useMutation({ mutationFn: () => resetFactors(personId), onSuccess: onDone })
  const words = wordsOf(resetting.error)
  if (resetting.data) return <LinkOnce link={resetting.data.link} warning={t`Send this link by a way only the person reads. It works for a day and asks for the password.`} />
  return (
    <>
      {words && <p className="bad" role="alert">{words}</p>}
      <div className="row">
        <Button icon="lock" isBusy={resetting.isPending} onClick={() => { resetting.mutate() }}>{t`Reset the second factors`}</Button>
        <span className="m t3 grow">{t`For a lost phone or key. Ends all sessions; a link and the password replace the factors.`}</span>
      </div>
    </>
  )
}
