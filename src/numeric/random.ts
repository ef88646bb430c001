/** Seeded randomness, handed in wherever a choice is made. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  next(): number
  /** Uniform integer in [0, n). */
  int(n: number): number
  /** Standard normal. */
  normal(): number
  /** Standard Gumbel: the noise whose arg max over scores is a softmax draw. */
  gumbel(): number
  /** Exponential of mean 1. */
  exponential(): number
  /** Fisher–Yates, in place; returns its argument. */
  shuffle<T extends { length: number; [index: number]: unknown }>(array: T): T
  /** An independent stream for a part of the work, so that one part's draws do not move another's. */
  fork(label: string | number): Random
}

/**
 * sfc32 (Chris Doty-Humphrey's Small Fast Counting generator, PractRand), seeded through splitmix32 from one number.
 * @param seed any finite number; its integer part modulo 2^32 counts.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const mix = () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  let a = mix()
  let b = mix()
  let c = mix()
  let counter = 1
  const bits = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) bits()

  const next = () => bits() / 4294967296
  // Never 0, so that its logarithm is finite.
  const positive = () => (bits() + 0.5) / 4294967296
  const int = (n: number) => Math.floor(next() * n)
  return {
    next,
    int,
    normal: () => Math.sqrt(-2 * Math.log(positive())) * Math.cos(2 * Math.PI * next()),
    gumbel: () => -Math.log(-Math.log(positive())),
    exponential: () => -Math.log(positive()),
    shuffle(array) {
      const cells: { [index: number]: unknown } = array
      for (let i = array.length - 1; i > 0; i--) {
        const j = int(i + 1)
        const kept = cells[i]
        cells[i] = cells[j]
        cells[j] = kept
      }
      return array
    },
    fork: (label) => createRandom(hashText(`${seed >>> 0}/${label}`)),
  }
}

/** FNV-1a over UTF-16 units: a text as a 32-bit seed. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
