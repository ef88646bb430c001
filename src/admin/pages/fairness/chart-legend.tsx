import type { ChartReference, ChartSeries } from './group-chart.tsx'
import './chart-legend.css'

interface Props {
  readonly series: readonly ChartSeries[]
  readonly references: readonly ChartReference[]
}

const size = 12
const middle = size / 2

/** The signs of the chart as it draws them, so that nothing hangs on colour alone. */
export const ChartLegend = ({ series, references }: Props) => (
  <ul className="chart-legend">
    {series.map(({ name, colour }, index) => (
      <li key={name} className="chart-legend-item">
        <svg width={size} height={size} aria-hidden="true">
          {index === 0 ? (
            <circle cx={middle} cy={middle} r="4.5" fill={colour} />
          ) : (
            <path d="M6 0.5 L10.5 6 L6 11.5 L1.5 6 Z" fill={colour} />
          )}
        </svg>
        {name}
      </li>
    ))}
    {references.map(({ name, symbol }) => (
      <li key={name} className="chart-legend-item">
        <svg width={size} height={size} aria-hidden="true" className="chart-legend-reference">
          <path d={paths[symbol]} />
        </svg>
        {name}
      </li>
    ))}
  </ul>
)

const paths = {
  square: 'M2.5 2.5 H9.5 V9.5 H2.5 Z',
  triangle: 'M6 1.5 L10.5 9.5 H1.5 Z',
  times: 'M2.5 2.5 L9.5 9.5 M9.5 2.5 L2.5 9.5',
} as const
