package kernel

import "sync"

// parallelAbove is how many multiply-adds it takes before a second goroutine
// pays for being started.
const parallelAbove = 1 << 20

// portableMul computes p in plain Go, its rows shared out among goroutines.
func portableMul[T Float](w *Work[T], p product[T]) {
	threads := 1
	if w != nil && p.m*p.n*p.k >= parallelAbove {
		threads = max(1, min(w.Threads, p.m))
	}
	if threads == 1 {
		portableRows(&p, 0, p.m)
		return
	}
	var wg sync.WaitGroup
	for t := range threads {
		wg.Go(func() { portableRows(&p, t*p.m/threads, (t+1)*p.m/threads) })
	}
	wg.Wait()
}

// portableRows computes rows i0 to i1. Each element is one sum over l in order,
// whatever the rows beside it.
func portableRows[T Float](p *product[T], i0, i1 int) {
	for i := i0; i < i1; i++ {
		c := p.c[i*p.n:][:p.n]
		if !p.acc {
			clear(c)
		}
		if p.colB == 1 {
			portableRow(p, c, i)
		} else {
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
