import { medianOfThree } from './median-of-three.ts'

/**
 * Whole numbers that sort like pairs of a value and an index, so that typed arrays sort them natively, without a comparator: the bits
 * of the value as a float (of numbers ≥ 0 they grow with it), and the index below them. Values that are equal to some seven digits
 * are ties, which go by index.
 */
export interface OrderKeys {
  /** The smallest value first. @param value ≥ 0, no NaN */
  smallestFirst(value: number, index: number): number
  /** The largest value first. @param value ≥ 0, no NaN */
  largestFirst(value: number, index: number): number
  /** The index that went into a key. */
  indexOf(key: number): number
}

/** A double holds whole numbers of 53 bits exactly; a float without its sign has 31. */
const [keyBits, valueBits] = [53, 31]

const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

/** @param size above every index; from 2²² on the values lose a bit with each doubling */
export function createOrderKeys(size: number): OrderKeys {
  const indexBits = Math.max(1, Math.ceil(Math.log2(Math.max(1, size))))
  const span = 2 ** indexBits
  const dropped = Math.max(0, valueBits + indexBits - keyBits)
  const bitsOf = (value: number) => {
    // −0 becomes 0.
    float[0] = value + 0
    return bits[0]! >> dropped
  }
  const most = bitsOf(Number.POSITIVE_INFINITY)
  return {
    smallestFirst: (value, index) => bitsOf(value) * span + index,
    largestFirst: (value, index) => (most - bitsOf(value)) * span + index,
    indexOf: (key) => key - Math.floor(key / span) * span,
  }
}

/**
 * Moves the k smallest of the first `count` numbers to the front, in no particular order: quickselect, about 2 n steps.
 * @param values no NaN
 */
export function selectSmallest(values: Float64Array, count: number, k: number): void {
  let [low, high] = [0, count - 1]
  while (low < high && k > low && k <= high) {
    const pivot = medianOfThree(values[low]!, values[(low + high) >> 1]!, values[high]!)
    let [left, right] = [low, high]
    while (left <= right) {
      while (values[left]! < pivot) left++
      while (values[right]! > pivot) right--
      if (left > right) break
      const value = values[left]!
      values[left++] = values[right]!
      values[right--] = value
    }
    // What lies between the two is equal to the pivot.
    if (k <= right + 1) high = right
    else if (k >= left) low = left
    else return
  }
}
