import * as Plot from '@observablehq/plot'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import './plot.css'

interface Props {
  /** what the chart shows, in a sentence; also for screen readers */
  readonly title: string
  /** the chart for a width in px; a new function draws it anew, so keep it (`useCallback`) */
  readonly draw: (width: number) => Plot.PlotOptions
  /** the same figures for who does not see the chart: a table, mostly */
  readonly alternative: ReactNode
  /** whether the title stands above the chart; otherwise it is for screen readers alone */
  readonly isTitled?: boolean
  /** told of the datum at the pointer when it is clicked */
  readonly onPick?: (datum: unknown) => void
  readonly className?: string
}

/** A chart of Observable Plot as wide as its place, with the same in words and figures below it. */
export function Chart({ title, draw, alternative, isTitled = false, onPick, className }: Props) {
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const pick = useRef(onPick)
  pick.current = onPick

  useEffect(() => {
    const element = place.current
    if (!element || width === 0) return
    const { style, ...options } = draw(width)
    const chart = Plot.plot({
      width,
      className: 'plot',
      style: { fontFamily: 'inherit', fontSize: '12px', background: 'transparent', ...objectOf(style) },
      ...options,
    })
    chart.setAttribute('aria-hidden', 'true')
    chart.addEventListener('click', () => {
      if (chart.value !== undefined && chart.value !== null) pick.current?.(chart.value)
    })
    element.replaceChildren(chart)
    return () => element.replaceChildren()
  }, [draw, width])

  return (
    <figure className={className} aria-labelledby={id}>
      <figcaption id={id} className={isTitled ? 'chart-title' : 'visually-hidden'}>
        {title}
      </figcaption>
      <div ref={place} className="chart-place" />
      <details className="chart-figures">
        <summary>Figures</summary>
        {alternative}
      </details>
    </figure>
  )
}

const objectOf = (style: Plot.PlotOptions['style']) => (typeof style === 'object' ? style : {})

function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [place])
  return width
}
