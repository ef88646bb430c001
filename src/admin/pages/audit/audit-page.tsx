import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function AuditPage() {
  return (
    <>
      <PageHead title="Audit" hint="Who changed what, when and why." />
      <Empty title="Not built yet" />
    </>
  )
}
