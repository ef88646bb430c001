import type { Profiles } from '../../../api/use-profiles.ts'
import { useQuery } from '../../../api/use-query.ts'
import { seriesColour } from '../../../charts/series-colour.ts'
import { formatValue } from '../../../text/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Select, Slider, Swatch } from '../../../ui/inputs.tsx'
import { modelOptions, profileOptions, withOwn } from '../../shared/side-options.ts'
import { Fault, faultBelow } from '../editor/fault.tsx'
import { fewestVariants, mostVariants, type PlannedVariant, sharesOf } from './experiment-plan.ts'
import './experiment-form.css'

interface Props {
  readonly profiles: Profiles | undefined
  readonly variants: readonly PlannedVariant[]
  readonly onChange: (variants: readonly PlannedVariant[]) => void
  /** faults by path below `settings` */
  readonly errors: Readonly<Record<string, string>>
}

/** Between what guests are split, and how many get which. */
export function VariantFields({ profiles, variants, onChange, errors }: Props) {
  const models = useQuery('GET /v1/admin/models', { query: { limit: 20 } })
  const references = profileOptions(profiles?.all ?? []).filter(({ value }) => !value.startsWith('draft:'))
  // A variant without a model is a profile that does without one.
  const versions = modelOptions(models.data?.items ?? []).filter(({ value }) => value !== 'none')
  const shares = sharesOf(variants)
  const unused = references.find(({ value }) => !variants.some(({ profile }) => profile === value))
  const next = unused?.value ?? references[0]?.value
  return (
    <fieldset className="stack-tight">
      <legend className="field-legend">Between</legend>
      <ol className="stack">
        {variants.map((variant, index) => {
          const name = index === 0 ? 'Control' : `Variant ${index + 1}`
          const change = (patch: Partial<PlannedVariant>) =>
            onChange(variants.with(index, { ...variant, ...patch }))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike for a moment
            <li key={index} className="variant">
              <Select
                label={
                  <>
                    <Swatch colour={seriesColour(index)} />
                    {name}
                  </>
                }
                value={variant.profile}
                onChange={(profile) => change({ profile })}
                options={withOwn(references, variant.profile)}
                error={
                  errors[`variants.${index}.profile`] ??
                  errors[`variants.${index}.revision`] ??
                  errors[`variants.${index}.key`]
                }
              />
              <Select
                label={`Model of ${inWords(index)}`}
                value={variant.model}
                onChange={(model) => change({ model })}
                options={withOwn(versions, variant.model)}
                error={errors[`variants.${index}.modelVersion`]}
              />
              <Slider
                label={`Guests who get ${inWords(index)}`}
                value={variant.parts}
                onChange={(parts) => change({ parts })}
                min={1}
                max={100}
                step={1}
                words={formatValue(shares[index], 'share')}
                colour={seriesColour(index)}
              />
              {variants.length > fewestVariants && (
                <Button
                  kind="quiet"
                  aria-label={`Remove ${inWords(index)}`}
                  onClick={() => onChange(variants.filter((_, other) => other !== index))}
                >
                  Remove
                </Button>
              )}
            </li>
          )
        })}
      </ol>
      <Fault words={errors['variants'] ?? faultBelow(errors, 'control')} />
      {variants.length < mostVariants && next !== undefined && (
        <div className="row">
          <Button onClick={() => onChange([...variants, { profile: next, model: '', parts: 50 }])}>
            Add a variant
          </Button>
        </div>
      )}
    </fieldset>
  )
}

const inWords = (index: number) => (index === 0 ? 'the control' : `variant ${index + 1}`)
