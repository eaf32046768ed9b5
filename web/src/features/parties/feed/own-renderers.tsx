import type { FeedRenderer } from '@/lib/card-slots'
import { ChangeEntry, CreatedEntry } from './change-entry'
import { NoteEntry } from './note-entry'
import { TaskEntry } from './task-entry'

/** Kinds this feature draws itself; another one may take them over through the plug. */
const own: FeedRenderer[] = [
  { kind: 'change', icon: 'note', group: 'changes', Entry: ChangeEntry },
  { kind: 'created', icon: 'user', group: 'changes', Entry: CreatedEntry },
  { kind: 'note', icon: 'message', group: 'notes', Entry: NoteEntry },
  { kind: 'task_created', icon: 'task', group: 'tasks', Entry: TaskEntry },
  { kind: 'task_closed', icon: 'check', group: 'tasks', Entry: TaskEntry },
]

export function ownRenderer(kind: string): FeedRenderer | undefined {
  return own.find((renderer) => renderer.kind === kind)
}
