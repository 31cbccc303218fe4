package factor

import "math"

// panel integrates exp(f − shift) over one panel and returns the largest f met.
func (in *integral) panel(low, high float64) (p panel, top float64) {
	centre, half := low+(high-low)/2, (high-low)/2
	top = math.Inf(-1)
	at := func(u float64) float64 {
		y := in.f(u)
		top = math.Max(top, y)
		return math.Exp(y - in.shift)
	}
	r := rule()
	var left, right [8]float64
	kronrod, gauss := 0.0, 0.0
	for i, q := range r {
		if left[i] = at(centre - half*q.node); i < 7 {
			right[i] = at(centre + half*q.node)
		}
		kronrod += q.kronrod * (left[i] + right[i])
		gauss += q.gauss * (left[i] + right[i])
	}
	spread := r[7].kronrod * math.Abs(left[7]-kronrod/2)
	for i, q := range r[:7] {
		spread += q.kronrod * (math.Abs(left[i]-kronrod/2) + math.Abs(right[i]-kronrod/2))
	}
	err := math.Abs(kronrod - gauss)
	if spread > 0 && err > 0 {
		err = spread * math.Min(1, math.Pow(200*err/spread, 1.5))
	}
	err = math.Max(err, 1e-15*kronrod) // rounding
	return panel{low, high, half * kronrod, half * err}, top
}

// rule returns the 15-point Kronrod rule and the 7-point Gauss rule within it, from
// the outermost node to the centre (Piessens et al. 1983, QK15). A test checks
// that they integrate polynomials of degree 22 and 13.
func rule() [8]struct{ node, kronrod, gauss float64 } {
	return [8]struct{ node, kronrod, gauss float64 }{
		{0.991455371120812639206854697526329, 0.022935322010529224963732008058970, 0},
		{0.949107912342758524526189684047851, 0.063092092629978553290700663189204, 0.129484966168869693270611432679082},
		{0.864864423359769072789712788640926, 0.104790010322250183839876322541518, 0},
		{0.741531185599394439863864773280788, 0.140653259715525918745189590510238, 0.279705391489276667901467771423780},
		{0.586087235467691130294144691258353, 0.169004726639267902826583426598550, 0},
		{0.405845151377397166906606412076961, 0.190350578064785409913256402421014, 0.381830050505118944950369775488975},
		{0.207784955007898467600689403773245, 0.204432940075298892414161999234649, 0},
		{0, 0.209482141084727828012999174891714, 0.417959183673469387755102040816327},
	}
}

// quantile returns the u below which a share p of the integral lies.
func (in *integral) quantile(p float64) float64 {
	total := 0.0
	for _, q := range in.panels {
		total += q.value
	}
	want, before := p*total, 0.0
	for _, q := range in.panels {
		if before+q.value < want {
			before += q.value
			continue
		}
		low, high := q.low, q.high
		for range 60 {
			mid := low + (high-low)/2
			if !(low < mid && mid < high) {
				break
			}
			part, _ := in.panel(q.low, mid)
			if before+part.value < want {
				low = mid
			} else {
				high = mid
			}
		}
		return low + (high-low)/2
	}
	return in.panels[len(in.panels)-1].high
}

// weighted calls g with points and weights that add up to 1: what is left of the
// density when its integral is used to average something smooth.
func (in *integral) weighted(g func(u, w float64)) {
	total := 0.0
	for _, p := range in.panels {
		total += p.value
	}
	for _, p := range in.panels {
		if p.value < 1e-15*total {
			continue
		}
		centre, half := p.low+(p.high-p.low)/2, (p.high-p.low)/2
		for i, q := range rule() {
			for _, u := range []float64{centre - half*q.node, centre + half*q.node} {
				g(u, q.kronrod*half*math.Exp(in.f(u)-in.shift)/total)
				if i == 7 {
					break
				}
			}
		}
	}
}
