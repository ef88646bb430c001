/**
 * What narrows the choice at each place of a list that is filled from the top. In order of precedence: floors, guardrails, drift; one
 * that would leave nothing of what those before it left open has to yield there.
 */
export interface Constraint {
  /** Closes, among the open candidates, those whose choice for `place` (1 is the top) would break it. */
  restrict(place: number, isOpen: Uint8Array): void
  /** Candidate j stands at `place`, whoever put it there. */
  place(candidate: number, place: number): void
  /** How an item tells that it stands where it does because of this. */
  notes(candidate: number): readonly string[]
}
