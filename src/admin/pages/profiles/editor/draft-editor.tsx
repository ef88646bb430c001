import { useMemo } from 'react'
import type { Profile, ProfileSettings } from '../../../../client/index.ts'
import { useAction } from '../../../api/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Failure } from '../../../ui/states.tsx'
import { Consequences } from './consequences.tsx'
import { Discard } from './discard.tsx'
import { LimitsSection } from './limits-section.tsx'
import { cleaned } from './rules.ts'
import { RulesSection } from './rules-section.tsx'
import { TimeSection } from './time-section.tsx'
import { VarietySection } from './variety-section.tsx'
import { WeightsSection } from './weights-section.tsx'
import { WordsSection } from './words-section.tsx'
import './editor.css'

interface Props {
  readonly profile: Profile
  readonly defaultKey: string | undefined
  /** null: nothing was edited yet */
  readonly edited: ProfileSettings | null
  readonly onEdit: (settings: ProfileSettings | null) => void
  /** the profile was nothing but this draft, and went with it */
  readonly onGone: () => void
}

/** What every part of the form gets. */
export interface SectionProps {
  readonly settings: ProfileSettings
  readonly change: (patch: Partial<ProfileSettings>) => void
  /** what is wrong, by the path of the setting */
  readonly errors: Readonly<Record<string, string>>
}

/** All settings of a profile as a form, beside it what they would change. Nothing is served before it is published. */
export function DraftEditor({ profile, defaultKey, edited, onEdit, onGone }: Props) {
  const { key, live, draft } = profile
  const saved = draft?.settings ?? live?.settings
  const save = useAction('PUT /v1/profiles/{key}/draft', {
    done: () => 'The draft is saved; nothing is served from it before it is published.',
    invalidates: ['GET /v1/profiles', 'GET /v1/profiles/{key}', 'GET /v1/profiles/{key}/diff'],
  })
  const settings = edited ?? saved
  const section = useMemo(
    () =>
      settings && {
        settings,
        change: (patch: Partial<ProfileSettings>) => onEdit({ ...settings, ...patch }),
        errors: save.fieldErrors,
      },
    [settings, onEdit, save.fieldErrors],
  )
  if (!settings || !section) return null
  const keep = async () => {
    const query = {
      expectedRevision: live?.revision ?? 0,
      ...(draft ? { expected: draft.etag } : {}),
    }
    const body = { ...settings, rules: settings.rules.map(cleaned) }
    if (await save.run({ params: { key }, query, body })) onEdit(null)
  }
  return (
    <div className="editor">
      <form
        className="stack"
        aria-label={`Draft of ${key}`}
        onSubmit={(event) => {
          event.preventDefault()
          void keep()
        }}
      >
        {save.error && <SaveFault error={save.error} faults={Object.keys(save.fieldErrors).length} />}
        <div className="grid">
          <div className="stack">
            <WeightsSection {...section} />
            <LimitsSection {...section} />
          </div>
          <div className="stack">
            <TimeSection {...section} />
            <VarietySection {...section} />
            <WordsSection {...section} />
          </div>
        </div>
        <RulesSection {...section} />
      </form>
      <div className="editor-aside stack">
        <div className="row">
          <Button
            kind="primary"
            disabled={edited === null}
            isBusy={save.isRunning}
            onClick={() => void keep()}
          >
            Save draft
          </Button>
          {edited !== null && <Button onClick={() => onEdit(null)}>Undo changes</Button>}
          {draft && edited === null && <Discard profileKey={key} isAll={!live} onGone={onGone} />}
        </div>
        <Consequences
          profileKey={live ? key : defaultKey}
          settings={settings}
          isChanged={settings !== live?.settings}
        />
      </div>
    </div>
  )
}

/** Faulty fields say themselves what is wrong with them. */
function SaveFault({ error, faults }: { error: Error; faults: number }) {
  if (faults === 0) return <Failure error={error} />
  return (
    <p role="alert" className="field-error">
      It cannot be saved like this: {faults === 1 ? 'one fault is' : `${faults} faults are`} marked below.
    </p>
  )
}
