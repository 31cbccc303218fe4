package kernel

// portableMul computes p in plain Go. Each element is one sum over l in order,
// whatever the rows beside it.
func portableMul[T Float](p *product[T]) {
	for i := range p.m {
		c := p.c[i*p.rowC:][:p.n]
		if !p.acc {
			clear(c)
		}
		switch {
		case p.k == 0:
		case p.colB == 1:
			portableRow(p, c, i)
		default:
			portableDots(p, c, i)
		}
		for j, b := range p.bias {
			c[j] += b
		}
		if p.relu {
			rectify(c, c)
		}
	}
}

// portableRow adds row i of a·b to c where rows of b lie together: four of them
// at a time, so that c is loaded and stored a quarter as often.
func portableRow[T Float](p *product[T], c []T, i int) {
	a := p.a[i*p.rowA:]
	l := 0
	for ; l+4 <= p.k; l += 4 {
		a0, a1, a2, a3 := a[l*p.colA], a[(l+1)*p.colA], a[(l+2)*p.colA], a[(l+3)*p.colA]
		b0, b1, b2, b3 := p.b[l*p.rowB:][:len(c)], p.b[(l+1)*p.rowB:][:len(c)], p.b[(l+2)*p.rowB:][:len(c)], p.b[(l+3)*p.rowB:][:len(c)]
		for j := range c {
			c[j] = c[j] + a0*b0[j] + a1*b1[j] + a2*b2[j] + a3*b3[j]
		}
	}
	for ; l < p.k; l++ {
		a0, b0 := a[l*p.colA], p.b[l*p.rowB:][:len(c)]
		for j := range c {
			c[j] += a0 * b0[j]
		}
	}
}

// portableDots adds row i of a·b to c where columns of b lie together.
func portableDots[T Float](p *product[T], c []T, i int) {
	a := p.a[i*p.rowA:][:p.k]
	for j := range c {
		b := p.b[j*p.colB:][:len(a)]
		var s0, s1, s2, s3 T
		l := 0
		for ; l+4 <= len(a); l += 4 {
			s0 += a[l] * b[l]
			s1 += a[l+1] * b[l+1]
			s2 += a[l+2] * b[l+2]
			s3 += a[l+3] * b[l+3]
		}
		for ; l < len(a); l++ {
			s0 += a[l] * b[l]
		}
		c[j] += (s0 + s1) + (s2 + s3)
	}
}
