import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { isProblem, type FieldError } from '@/api/problem'
import { actOnImport, changeImport, importQuery } from '../api/imports'
import type { ColumnOptions, Import, ImportOptions, MappingChange, Target } from '../api/types'

/** Sends each choice at once and keeps what the server made of it. */
export function useImportEdit(one: Import) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { queryKey } = importQuery(one.id)
  const keep = (fresh: Import) => { client.setQueryData(queryKey, fresh) }
  const editing = useMutation({ mutationFn: (change: MappingChange) => changeImport(one.id, change), onSuccess: keep, scope: { id: one.id } })
  const acting = useMutation({ mutationFn: (act: 'check' | 'run' | 'cancel') => actOnImport(one.id, act), onSuccess: keep, onError: () => void client.invalidateQueries({ queryKey }) })
  const failed = editing.error ?? acting.error
  const problems: FieldError[] = isProblem(failed) ? failed.errors : []
  const touched = editing.variables?.columns?.map((column) => column.index) ?? []

  /** `loc` counts the columns as they were sent, or as they stand in the file. */
  function columnError(index: number): string | undefined {
    const isEdit = editing.error !== null
    return problems.find((problem) => problem.loc[0] === 'columns' && (isEdit ? touched[Number(problem.loc[1])] : problem.loc[1]) === index)?.msg
  }

  return {
    setTarget: (index: number, target: Target) => { editing.mutate({ columns: [{ index, target }] }) },
    setColumnOptions: (index: number, options: ColumnOptions) => { editing.mutate({ columns: [{ index, options }] }) },
    setOptions: (options: ImportOptions) => { editing.mutate({ options }) },
    rename: (name: string) => { editing.mutate({ name }) },
    check: () => { acting.mutate('check') },
    run: () => { acting.mutate('run') },
    cancel: () => { acting.mutate('cancel') },
    columnError,
    optionError: (name: string) => problems.find((problem) => problem.loc[0] === 'options' && problem.loc[1] === name)?.msg,
    /** What is wrong with the whole. */
    error: failed ? (isProblem(failed) ? failed.detail || failed.title || t`The server did not answer. Your choices are kept.` : failed.message) : undefined,
    isSaving: editing.isPending,
    acting: acting.isPending ? acting.variables : null,
  }
}

export type ImportEdit = ReturnType<typeof useImportEdit>
