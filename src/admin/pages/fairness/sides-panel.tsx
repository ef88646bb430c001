import type { Profile } from '../../../client/index.ts'
import { useQuery } from '../../api/use-query.ts'
import { seriesColour } from '../../charts/series-colour.ts'
import { Button } from '../../ui/button.tsx'
import { Select, Swatch } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import { parseSide, writeSide } from '../shared/side.ts'
import { modelOptions, profileOptions, withOwn } from '../shared/side-options.ts'
import { liveSide, mostSides } from './fairness-state.ts'

interface Props {
  readonly sides: readonly string[]
  readonly onChange: (sides: readonly string[]) => void
  readonly profiles: readonly Profile[]
}

/** One or two of: what was shown, and what a profile, revision or draft would show, with its model or another. */
export function SidesPanel({ sides, onChange, profiles }: Props) {
  const models = useQuery('GET /v1/admin/models', { query: { limit: 20 } })
  const references = [{ value: liveSide, label: 'what was shown' }, ...profileOptions(profiles)]
  const versions = modelOptions(models.data?.items ?? [])
  const unused = references.find(
    ({ value }) => value !== liveSide && !sides.some((side) => parseSide(side).profile === value),
  )
  return (
    <Panel title="Whose lists">
      <div className="stack">
        {sides.map((text, index) => {
          const side = parseSide(text)
          const change = (patch: Partial<typeof side>) =>
            onChange(sides.with(index, writeSide({ ...side, ...patch })))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: both may be alike for a moment
            <div key={index} className="stack-tight">
              <Select
                label={
                  <>
                    <Swatch colour={seriesColour(index)} />
                    {index === 0 ? 'Lists of' : 'Beside'}
                  </>
                }
                value={side.profile}
                onChange={(profile) => change(profile === liveSide ? { profile, model: '' } : { profile })}
                options={withOwn(references, side.profile)}
              />
              {side.profile !== liveSide && (
                <Select
                  label={<span className="visually-hidden">Model of side {index + 1}</span>}
                  value={side.model}
                  onChange={(model) => change({ model })}
                  options={withOwn(versions, side.model)}
                />
              )}
            </div>
          )
        })}
        {sides.length === mostSides ? (
          <Button onClick={() => onChange(sides.slice(0, 1))}>Only the first</Button>
        ) : (
          unused && <Button onClick={() => onChange([...sides, unused.value])}>Set another beside it</Button>
        )}
      </div>
    </Panel>
  )
}
