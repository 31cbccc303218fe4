package kernel

import "sync"

// A Work holds what multiplications need besides their arguments: buffers, kept
// from call to call, and how many goroutines may share the work. The zero value
// works, on one; a nil Work is a new one each time. A Work serves one multiplication
// at a time.
type Work[T Float] struct {
	Threads int  // goroutines at most; 0 means 1
	Path    Path // Auto, the best that the processor has, unless a test wants another

	packs [][]T // packed blocks of b, one for each goroutine
}

// enough is how many multiply-adds a goroutine must have to do to pay for being
// started: some 40 µs of work.
const enough = 1 << 21

// multiply computes p, shared out among goroutines where that pays: by rows, or by
// columns if there are more of these, never over k. Every element is then the same
// sum whoever computes it.
func multiply[T Float](w *Work[T], p product[T]) {
	if p.m == 0 || p.n == 0 {
		return
	}
	if w == nil {
		w = new(Work[T])
	}
	p.path = w.Path.resolve()
	p.dots = p.n == 1 || p.m <= 2 && p.colB != 1
	threads := 1
	if w.Threads > 1 {
		threads = max(1, min(w.Threads, p.m*p.n*p.k/enough))
	}
	for len(w.packs) < threads {
		w.packs = append(w.packs, nil)
	}
	if threads == 1 {
		compute(&p, &w.packs[0])
		return
	}
	spread(w.packs[:threads], p)
}

// spread computes p on as many goroutines as there are packs.
func spread[T Float](packs [][]T, p product[T]) {
	var wg sync.WaitGroup
	n := len(packs)
	for t := range packs {
		part := p
		if p.m >= p.n {
			part = p.rows(cut(p.m, t, n, 24), cut(p.m, t+1, n, 24))
		} else {
			part = p.columns(cut(p.n, t, n, 64), cut(p.n, t+1, n, 64))
		}
		if part.m > 0 && part.n > 0 {
			wg.Go(func() { compute(&part, &packs[t]) })
		}
	}
	wg.Wait()
}

// cut returns where part t of n begins when n is cut into so many parts, each but
// the last a multiple of unit: a whole number of tiles or strips.
func cut(n, t, parts, unit int) int {
	if t == parts {
		return n
	}
	return min(n, (n*t/parts+unit/2)/unit*unit)
}

// compute computes p with one goroutine.
func compute[T Float](p *product[T], pack *[]T) {
	if p.path == Portable || p.k == 0 {
		portableMul(p)
	} else {
		vectorMul(p, pack)
	}
}
