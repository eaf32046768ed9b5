import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { wordsOf } from '@/api/refusal'
import { goTo } from '@/lib/router-link'
import { CanvasPage } from '@/ui/canvas-page'
import { FileDrop } from '@/ui/file-drop'
import { IconButton } from '@/ui/icon-button'
import { PageHead } from '@/ui/page-head'
import { RefusalBox } from '@/ui/refusal-box'
import { importQuery, uploadImport } from '../api/imports'
import { Steps } from '../wizard/steps'
import css from '../wizard/wizard.module.css'

export function NewImportPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const upload = useMutation({
    mutationFn: uploadImport,
    onSuccess: (made) => {
      client.setQueryData(importQuery(made.id).queryKey, made)
      void client.invalidateQueries({ queryKey: ['imports', 'list'] })
      goTo('/imports/$id', { id: made.id })
    },
  })
  const why = wordsOf(upload.error)
  return (
    <CanvasPage head={<PageHead isCanvas title={t`Import customers`} before={<IconButton icon="chevron-left" label={t`To the imports`} onClick={() => { goTo('/imports') }} />} actions={<Steps at="file" />} />}>
      <div className={css.page}>
        <FileDrop title={t`Drop a table of customers here`} hint={t`XLSX, or CSV of any encoding and delimiter, up to 200 MB`} accept=".xlsx,.csv,.tsv,.txt,text/csv" onFile={(file) => { upload.mutate(file) }} isBusy={upload.isPending} />
        {why && <RefusalBox icon="doc" title={t`This file was not taken`}>{why}</RefusalBox>}
        <p className="t3">{t`The columns are recognized first. Then you see what would change, row by row. Customers are written only after you agree.`}</p>
      </div>
    </CanvasPage>
  )
}
