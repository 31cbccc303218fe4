package tabular

import (
	"math"

	"github.com/bayeskit/bayeskit/prob"
)

// A Score says how well predictions of known outcomes did. What does not apply is NaN:
// errors of labels, accuracy of numbers.
type Score struct {
	Rows   int
	Weight float64 // their weights' sum, by which all means are taken
	NLL    float64 // mean of −log p(y) of a row, outcomes in their own units
	RMSE   float64 // of means (of medians where there is no mean), over rows and outcomes

	// Coverage is how often numbers lay within central intervals of the probabilities of
	// Levels.
	Coverage [len(Levels)]float64

	Accuracy float64 // how often the likeliest label was the one
	Brier    float64 // mean squared distance of probabilities from what happened, 0 to 2

	// Calibration is the expected calibration error (Naeini et al. 2015) of the likeliest
	// label: over 15 bins of its probability, the mean distance between that and how often it
	// was right, weighted by rows.
	Calibration float64
}

// Levels are those of Score.Coverage.
var Levels = [...]float64{0.5, 0.8, 0.95}

// bins of the calibration error, as in Guo et al. (2017), arXiv:1706.04599.
const bins = 15

// score returns the score of rows, whose inputs x are.
func (f *Fitted) score(x []float64, outcomes []Values, rows []int, weights []float64) *Score {
	s := NewScorer(f.Network)
	p := NewPredictor(f.Network)
	k := f.Net.Inputs
	y := make([]float64, len(outcomes))
	for at := 0; at < len(rows); at += block {
		to := min(at+block, len(rows))
		for i, list := range p.Batch(x[at*k : to*k]) {
			row := rows[at+i]
			for j, v := range outcomes {
				if v.Levels != nil {
					y[j] = float64(v.Labels[row])
				} else {
					y[j] = v.Numbers[row]
				}
			}
			s.Add(list, y, weightOf(weights, row))
		}
	}
	return s.Score()
}

// block is how many rows are predicted at a time.
const block = 256

// A Scorer adds up the [Score] of predictions row by row, in memory that does not grow. It
// serves one goroutine.
type Scorer struct {
	kind          kind
	n             int
	w             float64 // of the current row
	rows, numbers float64
	nll, squares  float64
	within        [len(Levels)]float64
	right, brier  float64
	binned, hits  [bins]float64 // probabilities of the likeliest, and how often it was right
}

// NewScorer returns the scorer of a network's predictions.
func NewScorer(n *Network) *Scorer { return &Scorer{kind: n.Likelihood.family().kind} }

// Add takes the predictions of a row, the outcomes there were, as [Network.Observe] has
// them, and the row's weight: 1, or for how many rows it stands.
func (s *Scorer) Add(predictions []Prediction, y []float64, weight float64) {
	s.n++
	s.w = weight
	s.rows += weight
	for j, p := range predictions {
		if p.Levels != nil {
			s.label(p.Probs, int(y[j]))
		} else {
			s.number(p, y[j])
		}
	}
}

func (s *Scorer) number(p Prediction, y float64) {
	if s.w == 0 {
		return
	}
	s.numbers += s.w
	s.nll -= s.w * prob.LogProb(p, y)
	centre := p.Mean()
	if math.IsNaN(centre) {
		centre = p.Quantile(0.5)
	}
	s.squares += s.w * (y - centre) * (y - centre)
	for i, level := range Levels {
		if p.Quantile((1-level)/2) <= y && y <= p.Quantile((1+level)/2) {
			s.within[i] += s.w
		}
	}
}

func (s *Scorer) label(probs []float64, y int) {
	if s.w == 0 {
		return
	}
	best := Prediction{Probs: probs}.Likeliest()
	s.nll -= s.w * math.Log(probs[y])
	bin := min(int(probs[best]*bins), bins-1)
	s.binned[bin] += s.w * probs[best]
	if best == y {
		s.right += s.w
		s.hits[bin] += s.w
	}
	for i, p := range probs {
		if i == y {
			p--
		}
		s.brier += s.w * p * p
	}
}

// Score returns the score of the rows so far; NaN throughout where there are none.
func (s *Scorer) Score() *Score {
	nan := math.NaN()
	r := &Score{Rows: s.n, Weight: s.rows, NLL: s.nll / s.rows, RMSE: nan, Accuracy: nan, Brier: nan, Calibration: nan}
	for i := range r.Coverage {
		r.Coverage[i] = nan
	}
	if s.kind == number || s.kind == count {
		r.RMSE = math.Sqrt(s.squares / s.numbers)
		for i := range r.Coverage {
			r.Coverage[i] = s.within[i] / s.numbers
		}
		return r
	}
	r.Accuracy, r.Brier, r.Calibration = s.right/s.rows, s.brier/s.rows, 0
	for i := range s.binned {
		r.Calibration += math.Abs(s.binned[i]-s.hits[i]) / s.rows
	}
	return r
}
