import { useState } from 'react'
import { useAction } from '../../../api/use-action.ts'
import { type Profiles, useProfiles } from '../../../api/use-profiles.ts'
import { formatValue } from '../../../text/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Select, Slider, TextInput } from '../../../ui/inputs.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Failure } from '../../../ui/states.tsx'
import { emptyPlan, type Plan, type PlannedVariant, toCreateBody } from './experiment-plan.ts'
import { GuardrailFields } from './guardrail-fields.tsx'
import { metricKeys, metricWords } from './metrics.ts'
import { VariantFields } from './variant-fields.tsx'

const metricOptions = metricKeys.map((value) => ({ value, label: metricWords[value].label }))

/** Plans an experiment between profiles, revisions or models; it changes no answer before it is started. */
export function CreateExperiment({ onCreated }: { onCreated: (key: string) => void }) {
  const { profiles } = useProfiles()
  const [filled, setPlan] = useState<Plan>(emptyPlan)
  const create = useAction('POST /v1/admin/experiments', {
    done: ({ key }) => `${key} is planned; start it when it is agreed.`,
    invalidates: ['GET /v1/admin/experiments'],
  })
  const plan = filled.variants.length > 0 ? filled : { ...filled, variants: firstVariants(profiles) }
  const change = (patch: Partial<Plan>) => setPlan({ ...plan, ...patch })
  const errors = belowSettings(create.fieldErrors)
  const submit = async () => {
    const made = await create.run({ body: toCreateBody(plan) })
    if (made) onCreated(made.key)
  }
  return (
    <Panel
      title="Plan an experiment"
      hint="Guests who take part are split between what you choose, each staying with what they got first."
    >
      <form
        className="stack"
        aria-label="Plan an experiment"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {create.error && <Failure error={create.error} />}
        <div className="grid">
          <TextInput
            label="Key"
            value={plan.key}
            onChange={(key) => change({ key })}
            placeholder="dearer-places"
            error={errors['key']}
          />
          <TextInput
            label="Owner"
            value={plan.owner}
            onChange={(owner) => change({ owner })}
            error={errors['owner']}
          />
          <TextInput
            label="What you expect"
            value={plan.hypothesis}
            onChange={(hypothesis) => change({ hypothesis })}
            placeholder="Dearer places bring more fee and cost hardly an order."
            error={errors['hypothesis']}
          />
        </div>
        <VariantFields
          profiles={profiles}
          variants={plan.variants}
          onChange={(variants) => change({ variants })}
          errors={errors}
        />
        <GuardrailFields
          guardrails={plan.guardrails}
          onChange={(guardrails) => change({ guardrails })}
          errors={errors}
        />
        <div className="grid">
          <Select
            label="Decided by"
            value={plan.primaryMetric}
            onChange={(primaryMetric) => change({ primaryMetric })}
            options={metricOptions}
          />
          <Select
            label="Takes requests that name"
            value={plan.scope}
            onChange={(scope) => change({ scope })}
            options={[
              { value: '', label: 'no profile' },
              ...(profiles?.all ?? [])
                .filter(({ live }) => live)
                .map(({ key }) => ({ value: key, label: key })),
            ]}
            error={errors['scope']}
          />
          <Slider
            label="Guests who take part"
            value={plan.traffic}
            onChange={(traffic) => change({ traffic })}
            min={0.01}
            max={1}
            step={0.01}
            words={formatValue(plan.traffic, 'share')}
          />
          <TextInput
            label="Hours that count after the first list"
            type="number"
            value={plan.outcomeHours}
            onChange={(outcomeHours) => change({ outcomeHours })}
            error={errors['outcomeHours']}
          />
          <TextInput
            label="Planned guests"
            type="number"
            value={plan.plannedUsers}
            onChange={(plannedUsers) => change({ plannedUsers })}
            hint="Intervals are narrowest there, and valid at any number."
            error={errors['plannedUsers']}
          />
          <TextInput
            label="Ends by itself"
            type="datetime-local"
            value={plan.plannedStop}
            onChange={(plannedStop) => change({ plannedStop })}
            hint="Empty: a person ends it, or a guardrail."
            error={errors['plannedStop']}
          />
        </div>
        <div className="row">
          <Button type="submit" kind="primary" isBusy={create.isRunning}>
            Plan it
          </Button>
        </div>
      </form>
    </Panel>
  )
}

/** What is served, against another. */
function firstVariants(profiles: Profiles | undefined): readonly PlannedVariant[] {
  const live = (profiles?.all ?? []).filter((profile) => profile.live)
  const control = live.find(({ isDefault }) => isDefault) ?? live[0]
  const other = live.find((profile) => profile !== control)
  return [control, other].flatMap((profile) =>
    profile ? [{ profile: profile.key, model: '', parts: 50 }] : [],
  )
}

/** Faults as the form names its fields, without the envelope. */
const belowSettings = (errors: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(errors).map(([path, words]) => [path.replace(/^settings\./, ''), words]))
