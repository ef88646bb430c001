/** Up to so many words a number, a bitmap is read faster than the numbers are sorted. */
const wordsPerNumber = 4

/** All 0 between calls; grows to bound / 8 bytes. */
let bitmap = new Int32Array(1)

/**
 * Sorts distinct whole numbers from 0 to below `bound`, ascending, in place: through a bitmap where they are dense
 * enough, and otherwise natively.
 */
export function sortNumbers(numbers: Int32Array, bound: number): void {
  const words = (bound + 31) >> 5
  if (words > numbers.length * wordsPerNumber) {
    numbers.sort()
    return
  }
  if (words > bitmap.length) bitmap = new Int32Array(words)
  for (let n = 0; n < numbers.length; n++) bitmap[numbers[n]! >> 5]! |= 1 << (numbers[n]! & 31)
  let filled = 0
  for (let word = 0; word < words; word++) {
    let left = bitmap[word]!
    if (left === 0) continue
    bitmap[word] = 0
    while (left !== 0) {
      const lowest = left & -left
      numbers[filled++] = word * 32 + 31 - Math.clz32(lowest)
      left ^= lowest
    }
  }
}
