package chunk

// An instruction is 32 bits: six of the operation, eight of A, then either nine of C and nine of B or eighteen of Bx.
const (
	shiftOp = 26
	shiftA  = 18
	shiftC  = 9
	maskA   = 0xff
	maskBC  = 0x1ff
	maxBx   = 1<<18 - 1

	jumpBias = maxBx >> 1 // what a jump of distance 0 has as Bx

	constantBit    = 1 << 8 // marks an operand B or C as a constant
	smallConstants = 1 << 8 // how many constants can be such operands

	maxRegisters = 249
	maxCount     = maskBC // the most that a B or C can count
)

func encode(op, a, b, c int) uint32 {
	return uint32(op)<<shiftOp | uint32(a)<<shiftA | uint32(c)<<shiftC | uint32(b)
}

func encodeBx(op, a, bx int) uint32 { return uint32(op)<<shiftOp | uint32(a)<<shiftA | uint32(bx) }

func opcode(i uint32) int { return int(i >> shiftOp) }

func argA(i uint32) int { return int(i>>shiftA) & maskA }

func argB(i uint32) int { return int(i & maskBC) }

func argC(i uint32) int { return int(i>>shiftC) & maskBC }

func argBx(i uint32) int { return int(i & maxBx) }
