/** valueAt(0) … valueAt(size − 1). By a plain loop: typed arrays' own `from` is slow with a function. */
export function floatColumn(size: number, valueAt: (index: number) => number): Float64Array {
  const column = new Float64Array(size)
  for (let i = 0; i < size; i++) column[i] = valueAt(i)
  return column
}
