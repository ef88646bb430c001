import { renderTable } from '../../table.ts'
import type { SoakReport } from './run-soak.ts'
import type { Slope } from './slope.ts'

/** So many points of the memory's course are shown. */
const mostPoints = 15

export function soakAsText({
  minutes,
  perSecond,
  kinds,
  unknownFaults,
  memory,
  rssSlope,
  heapSlope,
}: SoakReport): string {
  const every = Math.ceil(memory.length / mostPoints)
  return [
    `${minutes} minutes of mixed traffic at ${perSecond} requests/s`,
    '',
    renderTable(
      ['kind', 'sent/s', 'answered/s', '503/s', 'lost', 'other', 'p50', 'p99 ms'],
      Object.entries(kinds).map(([name, row]) => [
        name,
        row.offeredPerSecond.toFixed(2),
        row.answeredPerSecond.toFixed(2),
        row.refusedPerSecond.toFixed(2),
        row.lost,
        Object.entries(row.other)
          .map(([status, count]) => `${status}: ${count}`)
          .join(', ') || '–',
        row.p50Ms?.toFixed(1) ?? '–',
        row.p99Ms?.toFixed(0) ?? '–',
      ]),
    ),
    '',
    `5xx other than 503: ${unknownFaults}`,
    '',
    'Memory of the process, the load generator included',
    renderTable(
      ['minute', 'RSS MiB', 'heap MiB', 'external MiB'],
      memory
        .filter((_, n) => n % every === 0 || n === memory.length - 1)
        .map((point) => [
          point.minute.toFixed(1),
          point.rssMiB.toFixed(0),
          point.heapUsedMiB.toFixed(0),
          point.externalMiB.toFixed(0),
        ]),
    ),
    '',
    `Over the second half, MiB an hour: RSS ${slopeAsText(rssSlope)}, heap ${slopeAsText(heapSlope)}`,
  ].join('\n')
}

const slopeAsText = ({ value, low, high }: Slope) =>
  `${value.toFixed(1)}${low === null || high === null ? '' : ` [${low.toFixed(1)}, ${high.toFixed(1)}]`}`
