import { type ComponentType, lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import { type PageEntry, pages } from '../pages/registry.ts'
import { PageHead } from '../ui/page-head.tsx'
import { Empty, Loading } from '../ui/states.tsx'
import { Guard } from './guard.tsx'

const components = new Map<string, ComponentType>(pages.map(({ path, load }) => [path, lazy(load)]))

/** One page, loaded when it is first opened; a fault in it leaves the others alone. */
export function PageView({ entry }: { entry: PageEntry | undefined }) {
  const Page = useMemo(() => entry && components.get(entry.path), [entry])
  const isFirst = useRef(true)
  useEffect(() => {
    document.title = entry ? `${entry.title} · Maitre` : 'Maitre'
    // Whoever follows a link goes on reading at the page, as after a reload.
    if (!isFirst.current) document.getElementById('main')?.focus()
    isFirst.current = false
  }, [entry])
  if (!entry || !Page) {
    return (
      <>
        <PageHead title="Nothing here" />
        <Empty title="There is no such page, or it is not for your role">
          Choose one from the navigation.
        </Empty>
      </>
    )
  }
  return (
    <Guard key={entry.path}>
      <Suspense fallback={<Loading lines={8} what={`Loading ${entry.title}`} />}>
        <Page />
      </Suspense>
    </Guard>
  )
}
