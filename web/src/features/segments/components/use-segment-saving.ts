import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type RefObject } from 'react'
import { isProblem } from '@/api/problem'
import { hasText, type LocalizedText } from '@/i18n/texts'
import { goTo } from '@/lib/router-link'
import type { ExpressionDraft } from '@/ui/expression-builder/use-expression-draft'
import { showToast } from '@/ui/toast'
import { changeSegment, createSegment, deleteSegment, segmentQuery, segmentsQuery, type Segment } from '../api'

export interface SegmentSaving {
  names: LocalizedText
  setNames: (names: LocalizedText) => void
  nameError: string | undefined
  /** The names are being asked for. */
  isNaming: boolean
  setNaming: (isNaming: boolean) => void
  /** Members are shown also to those who may not see all fields that it asks for. */
  isPublic: boolean
  setPublic: (isPublic: boolean) => void
  isDirty: boolean
  /** Set while saving itself leads to another page. */
  mayLeave: RefObject<boolean>
  isBusy: boolean
  /** Somebody else saved it meanwhile. */
  isStale: boolean
  refusal: string | null
  error: Error | null
  save: () => Promise<boolean>
  saveOver: () => Promise<void>
  takeTheirs: () => Promise<void>
  remove: () => Promise<void>
}

/** Name, saving and deletion of the segment that is being edited. */
export function useSegmentSaving(saved: Segment | null, source: Segment | null, draft: ExpressionDraft): SegmentSaving {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const [names, setNames] = useState<LocalizedText>(saved?.names ?? {})
  const [isPublic, setPublic] = useState(saved?.is_public ?? false)
  const [base, setBase] = useState(() => ({ isPublic: saved?.is_public ?? false, json: source ? JSON.stringify(draft.json) : '', names: JSON.stringify(saved?.names ?? {}), version: saved?.version }))
  const [nameError, setNameError] = useState<string>()
  const [isNaming, setNaming] = useState(false)
  const mayLeave = useRef(false)
  const mutation = useMutation({
    mutationFn: (version: number | undefined) => {
      const body = { name: names, expression: draft.json, is_public: isPublic }
      return saved ? changeSegment(saved.id, { ...body, version }) : createSegment(body)
    },
  })
  const { error } = mutation
  const isStale = isProblem(error) && error.status === 412

  async function keep(segment: Segment): Promise<void> {
    setBase({ isPublic, json: JSON.stringify(draft.json), names: JSON.stringify(names), version: segment.version })
    queryClient.setQueryData(segmentQuery(segment.id).queryKey, (old) => ({ ...segment, count: segment.count ?? old?.count ?? null }))
    await queryClient.invalidateQueries({ queryKey: segmentsQuery.queryKey })
    const { name } = segment
    showToast(t`Segment saved: ${name}`)
    if (saved) return
    mayLeave.current = true
    goTo('/segments/$id', { id: segment.id })
  }

  async function send(version: number | undefined): Promise<boolean> {
    try {
      await keep(await mutation.mutateAsync(version))
      return true
    } catch {
      return false
    }
  }

  function isComplete(): boolean {
    const hasName = hasText(names)
    const isWhole = draft.missing === 0 && draft.rows > 0
    if (isWhole && !hasName) setNaming(true)
    if (isNaming && !hasName) setNameError(t`Give the segment a name`)
    return hasName && isWhole
  }

  async function latest(): Promise<Segment | undefined> {
    return saved ? queryClient.fetchQuery({ ...segmentQuery(saved.id), staleTime: 0 }) : undefined
  }

  return {
    names,
    setNames: (next) => { setNames(next); setNameError(undefined) },
    nameError,
    isNaming,
    setNaming,
    isPublic,
    setPublic,
    isDirty: JSON.stringify(draft.json) !== base.json || JSON.stringify(names) !== base.names || isPublic !== base.isPublic || draft.missing > 0,
    mayLeave,
    isBusy: mutation.isPending,
    isStale,
    refusal: isProblem(error) && !isStale && error.errors.length > 0 ? error.errors.map((one) => one.msg).join(' ') : null,
    error: isStale ? null : error,
    save: async () => isComplete() && send(base.version),
    saveOver: async () => { await send((await latest())?.version) },
    takeTheirs: async () => {
      const theirs = await latest()
      if (!theirs) return
      const json = draft.load(theirs.expression)
      setNames(theirs.names)
      setPublic(theirs.is_public)
      setBase({ isPublic: theirs.is_public, json: JSON.stringify(json), names: JSON.stringify(theirs.names), version: theirs.version })
      mutation.reset()
    },
    remove: async () => {
      if (!saved) return
      const { name } = saved
      await deleteSegment(saved.id)
      mayLeave.current = true
      queryClient.removeQueries({ queryKey: segmentQuery(saved.id).queryKey })
      await queryClient.invalidateQueries({ queryKey: segmentsQuery.queryKey })
      goTo('/segments')
      showToast(t`Segment deleted: ${name}`, {
        undo: async () => {
          const again = await createSegment({ name: saved.names, expression: saved.expression, is_public: saved.is_public })
          await queryClient.invalidateQueries({ queryKey: segmentsQuery.queryKey })
          goTo('/segments/$id', { id: again.id })
        },
      })
    },
  }
}
