package kernel

// The ways back through elementwise functions, in place: d is the gradient at a
// function's output y and becomes that at its input.

// Times multiplies d by x, element by element: the way back where x are slopes, or
// a mask.
func Times[T Float](d, x []T) { timesOn(Best(), d, x) }

func timesOn[T Float](path Path, d, x []T) {
	same("Times", "x", x, len(d))
	p := pass[T]{}
	if p.slope(path, byTimes, d, x) {
		return
	}
	for i, v := range x {
		d[i] *= v
	}
}

// TanhBackward multiplies d by 1 − y², y = tanh.
func TanhBackward[T Float](d, y []T) { tanhBackwardOn(Best(), d, y) }

func tanhBackwardOn[T Float](path Path, d, y []T) {
	same("TanhBackward", "y", y, len(d))
	p := pass[T]{}
	if p.slope(path, byTanh, d, y) {
		return
	}
	for i, v := range y {
		d[i] -= d[i] * v * v
	}
}

// SigmoidBackward multiplies d by y·(1−y), y = 1/(1+e⁻ˣ).
func SigmoidBackward[T Float](d, y []T) { sigmoidBackwardOn(Best(), d, y) }

func sigmoidBackwardOn[T Float](path Path, d, y []T) {
	same("SigmoidBackward", "y", y, len(d))
	p := pass[T]{}
	if p.slope(path, bySigmoid, d, y) {
		return
	}
	for i, v := range y {
		t := d[i] * v
		d[i] = t - t*v
	}
}

// A slopeRoutine is what a pass back does.
type slopeRoutine uint8

const (
	byTimes slopeRoutine = iota
	byTanh
	bySigmoid
)
