/**
 * Random bytes out of a block that is filled at once: asking the system for a few costs as much as asking for thousands. No byte is given
 * out twice.
 */
export function createRandomPool(
  randomBytes: (size: number) => Buffer,
  blockBytes = 4096,
): (size: number) => Buffer {
  let block: Buffer = Buffer.alloc(0)
  let used = 0
  return (size) => {
    if (used + size > block.length) {
      block = randomBytes(Math.max(blockBytes, size))
      used = 0
    }
    used += size
    return block.subarray(used - size, used)
  }
}
