import type { ComparedSide } from '../../../client/index.ts'
import type { Part } from '../../charts/bar-layout.ts'
import { formatValue } from '../../text/format.ts'
import { objectiveColour, objectiveText } from '../../text/objectives.ts'
import { Swatch } from '../../ui/inputs.tsx'
import { Table } from '../../ui/table.tsx'

interface Props {
  readonly item: ComparedSide['items'][number]
  readonly parts: readonly Part[]
}

/** The sum behind one score. */
export function Why({ item, parts }: Props) {
  const objectives: Readonly<Record<string, (typeof item.objectives)['relevance']>> = item.objectives
  return (
    <details className="why">
      <summary>
        Figures<span className="visually-hidden"> of {item.restaurant.name}</span>
      </summary>
      <Table
        caption={`What made the score of ${item.restaurant.name}`}
        rows={parts}
        keyOf={({ key }) => key}
        columns={[
          {
            key: 'key',
            head: 'Objective',
            cell: ({ key }) => (
              <>
                <Swatch colour={objectiveColour(key)} />
                {objectiveText(key).label}
              </>
            ),
          },
          {
            key: 'value',
            head: 'Value',
            kind: 'number',
            cell: ({ key }) => formatValue(objectives[key]?.value, objectiveText(key).unit),
          },
          {
            key: 'weight',
            head: 'Weight',
            kind: 'number',
            cell: ({ key }) => formatValue(objectives[key]?.weight, 'share'),
          },
          {
            key: 'contribution',
            head: 'Adds',
            kind: 'number',
            cell: ({ value }) => formatValue(value, 'score'),
          },
        ]}
      />
    </details>
  )
}
