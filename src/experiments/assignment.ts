/** A user's place in [0, 1) under a salt: two 32-bit lanes over UTF-16 units, mixed by MurmurHash3's finaliser (Appleby 2011). */
export interface Hash {
  /** Uniform in (0, 1), 53 bits; the same id has the same value in every process. */
  at(id: string): number
}

/** @param salt ids under two salts are placed independently */
export function createHash(salt: string): Hash {
  const start = absorb(0x9e3779b9, 0x85ebca6b, `${salt}\u0000`)
  return {
    at(id) {
      const { a, b } = absorb(start.a, start.b, id)
      const high = finish(a ^ Math.imul(b, 0xc2b2ae35)) >>> 5
      const low = finish(b ^ Math.imul(a, 0x27d4eb2f)) >>> 6
      return (high * 67_108_864 + low + 0.5) / 9_007_199_254_740_992
    },
  }
}

function absorb(a: number, b: number, text: string): { a: number; b: number } {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0xcc9e2d51)
    a ^= a >>> 15
    b = Math.imul(b ^ unit, 0x1b873593)
    b ^= b >>> 13
  }
  return { a, b }
}

function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

export interface Assigner {
  /** Index of the user's variant; −1: outside the experiment. The same in every process, for as long as the shares stand. */
  variantOf(userId: string): number
}

/**
 * Splits users by their id alone. Whether a user takes part and in which variant are two independent hashes, so more traffic moves
 * nobody who takes part already. Variants race with exponential times E_v / share_v and the first wins (weighted rendezvous
 * hashing, Schindelhauer and Schomaker 2005): P(v) = share_v, and from one set of shares to another as few users move as a rule
 * without memory can do (at most 2 δ / (1 + δ) where δ is the total variation between them; Angel and Spinka 2019).
 * @param shares positive; only their ratios matter
 * @param traffic share of all users that take part
 */
export function createAssigner(
  experimentKey: string,
  variants: readonly { readonly key: string; readonly share: number }[],
  traffic: number,
): Assigner {
  const entry = createHash(`${experimentKey}/traffic`)
  const lanes = variants.map(({ key, share }) => ({
    hash: createHash(`${experimentKey}/variant/${key}`),
    share,
  }))
  return {
    variantOf(userId) {
      if (traffic < 1 && entry.at(userId) >= traffic) return -1
      let first = -1
      let shortest = Number.POSITIVE_INFINITY
      for (let v = 0; v < lanes.length; v++) {
        const { hash, share } = lanes[v]!
        const time = -Math.log(hash.at(userId)) / share
        if (time < shortest) {
          shortest = time
          first = v
        }
      }
      return first
    },
  }
}
