import type { Model } from '../../../client/index.ts'
import { formatChange, formatValue } from '../../text/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { Table } from '../../ui/table.tsx'
import { featureWeights, type SettingRow, settingRows, stageSeconds } from './model-figures.ts'

/** What a version was made of: its settings, the weights that it learnt, its checksums, and where the time went. */
export function LearntPanel({ model: { metrics, settings, sha256, dataHash } }: { model: Model }) {
  const { chosen, learntFrom } = settingRows(settings)
  const weights = featureWeights(metrics)
  const stages = stageSeconds(metrics)
  return (
    <Panel title="What it is made of">
      <div className="stack">
        <div className="grid">
          <Settings title="Chosen before" rows={chosen} />
          <Settings title="Learnt from" rows={learntFrom} />
        </div>
        {weights.length > 0 && (
          <details>
            <summary>{weights.length} weights that it learnt</summary>
            <Table
              caption="Weights, the largest first"
              rows={weights}
              keyOf={({ name }) => name}
              columns={[
                { key: 'name', head: 'Feature', cell: ({ name }) => <code>{name}</code> },
                {
                  key: 'weight',
                  head: 'Weight',
                  kind: 'number',
                  cell: ({ weight }) => formatChange(weight, 'index'),
                },
              ]}
            />
          </details>
        )}
        <p className="small soft">
          {stages.map(({ stage, seconds }) => `${stage} ${formatValue(seconds, 'seconds')}`).join(' · ')}
        </p>
        <dl className="small soft stack-tight models-hashes">
          <div>
            <dt>SHA-256 of the artefact</dt>
            <dd>
              <code>{sha256}</code>
            </dd>
          </div>
          <div>
            <dt>Of the training rows</dt>
            <dd>
              <code>{dataHash}</code>
            </dd>
          </div>
        </dl>
      </div>
    </Panel>
  )
}

const Settings = ({ title, rows }: { title: string; rows: readonly SettingRow[] }) => (
  <Table
    caption={title}
    rows={rows}
    keyOf={({ name }) => name}
    columns={[
      { key: 'name', head: title, cell: ({ name }) => name },
      {
        key: 'value',
        head: <span className="visually-hidden">Value</span>,
        kind: 'number',
        cell: ({ value }) => value,
      },
    ]}
  />
)
