import { useState } from 'react'
import { useAction } from '../../../api/use-action.ts'
import { useProfiles } from '../../../api/use-profiles.ts'
import { formatValue } from '../../../text/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Select, Slider, TextInput } from '../../../ui/inputs.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Failure } from '../../../ui/states.tsx'
import { emptyPlan, type Plan, toCreateBody } from './experiment-plan.ts'
import { metricKeys, metricWords } from './metrics.ts'

const metricOptions = metricKeys.map((value) => ({ value, label: metricWords[value].label }))

/** Plans an experiment between two profiles; it changes no answer before it is started. */
export function CreateExperiment({ onCreated }: { onCreated: (key: string) => void }) {
  const { profiles } = useProfiles()
  const [plan, setPlan] = useState<Plan>(emptyPlan)
  const create = useAction('POST /v1/admin/experiments', {
    done: ({ key }) => `${key} is planned; start it when it is agreed.`,
    invalidates: ['GET /v1/admin/experiments'],
  })
  const change = (patch: Partial<Plan>) => setPlan((now) => ({ ...now, ...patch }))
  const options = (profiles?.all ?? [])
    .filter(({ live }) => live)
    .map(({ key, isDefault }) => ({ value: key, label: isDefault ? `${key} (default)` : key }))
  const control = plan.control || profiles?.defaultKey || ''
  const other = plan.other || options.find(({ value }) => value !== control)?.value || ''
  const error = (path: string) => create.fieldErrors[`settings.${path}`] ?? create.fieldErrors[path]
  const submit = async () => {
    const made = await create.run({ body: toCreateBody({ ...plan, control, other }) })
    if (made) onCreated(made.key)
  }
  return (
    <Panel
      title="Plan an experiment"
      hint="Half of the guests who take part get one profile, half the other."
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
            error={error('key')}
          />
          <TextInput
            label="Owner"
            value={plan.owner}
            onChange={(owner) => change({ owner })}
            error={error('owner')}
          />
          <TextInput
            label="What you expect"
            value={plan.hypothesis}
            onChange={(hypothesis) => change({ hypothesis })}
            placeholder="Dearer places bring more fee and cost hardly an order."
            error={error('hypothesis')}
          />
          <Select
            label="Control"
            value={control}
            onChange={(key) => change({ control: key })}
            options={options}
            error={error('variants.0.profile')}
          />
          <Select
            label="Against it"
            value={other}
            onChange={(key) => change({ other: key })}
            options={options}
            error={error('variants.1.key') ?? error('variants.1.profile')}
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
          <Select
            label="Decided by"
            value={plan.primaryMetric}
            onChange={(primaryMetric) => change({ primaryMetric })}
            options={metricOptions}
          />
          <Select
            label="Stops on harm to"
            value={plan.guarded}
            onChange={(guarded) => change({ guarded })}
            options={[{ value: 'none', label: 'nothing' }, ...metricOptions]}
          />
          <Slider
            label="Harm to put up with"
            value={plan.smallestHarm}
            onChange={(smallestHarm) => change({ smallestHarm })}
            min={0}
            max={0.2}
            step={0.005}
            words={formatValue(plan.smallestHarm, 'share')}
          />
          <TextInput
            label="Hours that count after the first list"
            type="number"
            value={plan.outcomeHours}
            onChange={(outcomeHours) => change({ outcomeHours })}
            error={error('outcomeHours')}
          />
          <TextInput
            label="Planned guests"
            type="number"
            value={plan.plannedUsers}
            onChange={(plannedUsers) => change({ plannedUsers })}
            hint="Intervals are narrowest there, and valid at any number."
            error={error('plannedUsers')}
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
