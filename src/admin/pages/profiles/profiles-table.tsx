import { useMemo } from 'react'
import type { Experiment, Profile, SampledComparison } from '../../../client/index.ts'
import type { Profiles } from '../../api/use-profiles.ts'
import { domainOf } from '../../charts/bar-layout.ts'
import { ContributionBar, Legend } from '../../charts/contribution-bar.tsx'
import { Link } from '../../router/link.tsx'
import { formatRelative, formatValue } from '../../text/format.ts'
import { inOrder, objectiveOrder } from '../../text/objectives.ts'
import { Measure } from '../../ui/measure.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Tag } from '../../ui/tag.tsx'
import { MakeDefault } from '../shared/make-default.tsx'
import { type TotalKey, totals } from '../shared/totals.ts'
import { type Held, heldAgainst, inWords } from './held-figures.ts'
import { HeldFigures, Relative } from './held-figures.tsx'

interface Props {
  readonly profiles: Profiles
  readonly report: SampledComparison | undefined
  readonly experiments: readonly Experiment[]
}

/** Every profile: who wants it, how it weighs, what it would change, and the switch to it. */
export function ProfilesTable({ profiles, report, experiments }: Props) {
  const { all, defaultKey } = profiles
  const heldOf = useMemo(() => {
    const held = new Map<string, Held>()
    if (report && defaultKey) {
      for (const { key } of all) {
        const own = heldAgainst(report, defaultKey, key)
        if (own) held.set(key, own)
      }
    }
    return (key: string) => held.get(key)
  }, [all, report, defaultKey])
  const rows = useMemo(
    () => [...all.filter(({ isDefault }) => isDefault), ...all.filter(({ isDefault }) => !isDefault)],
    [all],
  )
  const used = inOrder(
    objectiveOrder.filter((key) => all.some(({ live }) => (live?.normalisedWeights[key] ?? 0) > 0)),
  )
  const columns: Column<Profile>[] = [
    {
      key: 'key',
      head: 'Profile',
      cell: (profile) => <Name profile={profile} experiments={experiments} />,
    },
    { key: 'weights', head: 'Weights', cell: (profile) => <WeightBar profile={profile} /> },
    ...totals.map(({ key, unit, better }): Column<Profile> => {
      return {
        key,
        head: key === 'orders' ? <Measure name="relevance" /> : <Measure name={key} />,
        kind: 'number',
        cell: (profile) => {
          const held = heldOf(profile.key)
          const own = report?.sides.find(({ name }) => name === profile.key)
          return (
            <span className="totals-cell">
              {held ? <Relative held={held} of={key} better={better} /> : formatRelative(null, null)}
              <span className="soft">{formatValue(own?.totals[key]?.mean, unit)}</span>
            </span>
          )
        },
      }
    }),
    {
      key: 'serve',
      head: <span className="visually-hidden">Serve</span>,
      cell: ({ key, live }) =>
        live && (
          <MakeDefault
            profileKey={key}
            defaultKey={defaultKey}
            kind="plain"
            label={
              <>
                Serve<span className="visually-hidden"> {key} to everybody</span>
              </>
            }
            consequences={<Consequences held={heldOf(key)} />}
          />
        ),
    },
  ]
  return (
    <div className="stack">
      <Legend keys={used} />
      <Table caption="Profiles" rows={rows} columns={columns} keyOf={({ key }) => key} />
    </div>
  )
}

/** What one asks first of a switch; the rest stands in the table. */
const asked: readonly TotalKey[] = ['orders', 'revenue', 'predictedMs']

function Consequences({ held }: { held: Held | undefined }) {
  if (!held) return null
  return (
    <div className="stack-tight">
      <p>
        On past requests: <strong>{inWords(held)}</strong>, against {held.before.name}.
      </p>
      <HeldFigures held={held} only={asked} />
    </div>
  )
}

interface NameProps {
  readonly profile: Profile
  readonly experiments: readonly Experiment[]
}

function Name({ profile: { key, isDefault, live, draft }, experiments }: NameProps) {
  const own = experiments.filter(({ settings }) => settings.variants.some(({ profile }) => profile === key))
  return (
    <div className="profile-name">
      <p className="row">
        <Link to="profiles" query={{ key }}>
          {key}
        </Link>
        {isDefault && <Tag kind="good">default</Tag>}
        {draft && <Tag kind="warn">draft</Tag>}
        {own.map((experiment) => (
          <Link
            key={experiment.key}
            to="profiles"
            query={{ view: 'experiments', experiment: experiment.key }}
          >
            <Tag kind="accent">in {experiment.key}</Tag>
          </Link>
        ))}
      </p>
      <p className="soft small">
        {live ? `${live.settings.stakeholder} · revision ${live.revision}` : 'never published'}
      </p>
    </div>
  )
}

function WeightBar({ profile: { live, draft } }: { profile: Profile }) {
  const weights = (live ?? draft)?.normalisedWeights
  const parts = useMemo(() => objectiveOrder.map((key) => ({ key, value: weights?.[key] ?? 0 })), [weights])
  return (
    <div className="profile-weights">
      <ContributionBar parts={parts} domain={domainOf([parts])} />
    </div>
  )
}
