import { Swatch } from '../../../ui/inputs.tsx'

export const LeverName = ({ label, colour }: { label: string; colour: string | null }) => (
  <span className="nowrap">
    {colour !== null && <Swatch colour={colour} />}
    {label}
  </span>
)
