/** A bell on a counter: who seats the guests. */
export const Brand = () => (
  <p className="brand">
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="brand-ground" />
      <path d="M7 22.5h18M9 20a7 7 0 0 1 14 0M16 13v-2.5" className="brand-bell" />
    </svg>
    Maitre
  </p>
)
