import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function TryPage() {
  return (
    <>
      <PageHead title="Try" hint="A list as a guest would see it." />
      <Empty title="Not built yet" />
    </>
  )
}
